/**
 * The bytes of a base64 text, or undefined where it is not exactly what an encoder writes: Node's decoder passes over
 * what it does not know, so that different texts would mean the same.
 * @param lengthBytes how many bytes it has to be; any number when left out.
 */
export function decodeBase64(text: string, lengthBytes?: number): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) return undefined;
  return lengthBytes === undefined || bytes.length === lengthBytes ? bytes : undefined;
}
