/** Arguments that hold contents of files whatever tool has them. */
const ALWAYS =
  /^(?:file(?:content|contents|text|body|data)|(?:old|new)(?:string|str|text|source|content|contents|lines)|patch|diff|unifieddiff|patchtext|originalfile|originalcontent|codeedit|structuredpatch)$/;
/** Arguments that hold them where the tool is one that reads or writes files. */
const IN_FILE_TOOLS =
  /^(?:content|contents|text|input|data|body|insertline?text|inserttext|code|edits|changes|replacement|source|lines|search|replace|cells?|files)$/;

const PATCH_BEGIN = '*** Begin Patch';
/** A document within a command of a shell: `<<'EOF'` and all that follows. */
const HERE_DOCUMENT = /<<-?[ \t]{0,3}['"\\]?[A-Za-z_]/;

const plain = (name: string) => (name.length > 40 ? '' : name.replace(/[^A-Za-z0-9]/g, '').toLowerCase());

/** Whether a field holds the contents of a file in the arguments of any tool. */
export const isFileContentName = (name: string): boolean => ALWAYS.test(plain(name));
/** Whether a field of a tool that works on files holds their contents. */
export const isFileToolContentName = (name: string): boolean => IN_FILE_TOOLS.test(plain(name));

/** Stands in place of the contents of a file; says how long they were, in UTF-16 units. */
export const fileContentNote = (length: number): string => `[file content: ${length} characters]`;

/** Takes out of a command, or of any other text, a patch or a document that is written into a file. */
export function dropEmbeddedFiles(text: string): string {
  const patch = text.indexOf(PATCH_BEGIN);
  if (patch >= 0) return text.slice(0, patch) + fileContentNote(text.length - patch);
  if (!text.includes('<<')) return text;
  const lineEnd = HERE_DOCUMENT.test(text) ? text.indexOf('\n', text.search(HERE_DOCUMENT)) : -1;
  return lineEnd < 0 ? text : text.slice(0, lineEnd + 1) + fileContentNote(text.length - lineEnd - 1);
}
