/** A line longer than this is of no export; it would have to be held in memory. */
const MAX_LINE_LENGTH = 256 * 1024 * 1024;

/**
 * Yields all lines of a text that comes in pieces. Only a line feed ends one: JSON may hold other separators.
 * @param tooLong makes the error that is thrown for a line that does not end
 */
export async function* splitLines(
  pieces: AsyncIterable<string>,
  tooLong: (found: string) => Error,
): AsyncGenerator<string, void> {
  let parts: string[] = [];
  let length = 0;
  for await (const piece of pieces) {
    const lines = piece.split('\n');
    const rest = lines.pop() ?? '';
    for (const line of lines) {
      yield parts.join('') + line;
      parts = [];
      length = 0;
    }
    parts.push(rest);
    length += rest.length;
    if (length > MAX_LINE_LENGTH) throw tooLong(`a line of more than ${MAX_LINE_LENGTH} characters`);
  }
  const last = parts.join('');
  if (last !== '') yield last;
}
