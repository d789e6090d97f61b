/** How long a browser may take to begin to read the file. */
const KEPT_MS = 60_000;

/** Lets the viewer save a file that was made here. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}

/** The name of a file that says what it is, and of which day. */
export function fileName(subject: string, extension: string, now = new Date()): string {
  const words = subject
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  return `${words}-${day.map(part => String(part).padStart(2, '0')).join('-')}.${extension}`;
}
