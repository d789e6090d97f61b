const ELLIPSIS = '…';
/** Of the ellipsis in UTF-8. */
const ELLIPSIS_BYTES = 3;
/** The most that one UTF-16 code unit takes in JSON: `\u0000`. */
const MAX_BYTES_PER_UNIT = 6;

/** The first characters of a text; a pair of surrogates is never cut in two, which no database would take. */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const last = text.charCodeAt(maxLength - 1);
  const isHighSurrogate = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isHighSurrogate ? maxLength - 1 : maxLength);
}

/** What a text takes as JSON in UTF-8, in bytes, its quotes included. */
export function jsonBytesOf(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}

/**
 * A text that takes no more than so many bytes as JSON in UTF-8, its quotes included; one that is cut ends with `…`.
 * However long the text is, only about as much as is kept of it is looked at.
 */
export function fitText(text: string, maxBytes: number): string {
  if (text.length * MAX_BYTES_PER_UNIT + 2 <= maxBytes) return text;
  let kept = cutText(text, maxBytes);
  if (kept === text && jsonBytesOf(text) <= maxBytes) return text;
  const room = Math.max(0, maxBytes - ELLIPSIS_BYTES);
  for (let bytes = jsonBytesOf(kept); bytes > room && kept !== ''; bytes = jsonBytesOf(kept)) {
    kept = cutText(kept, Math.min(kept.length - 1, Math.floor((kept.length * room) / bytes)));
  }
  return kept + ELLIPSIS;
}
