/** Media types of answers that are sent event by event: server-sent events, and JSON in lines. */
const STREAMING_TYPE =
  /^\s*(?:text\/event-stream|application\/(?:x-ndjson|ndjson|jsonl|stream\+json))\s*(?:;|$)/i;

/** Whether the `content-type` of an answer says that it is sent in pieces. */
export function isStreamingType(contentType: unknown): boolean {
  return typeof contentType === 'string' && STREAMING_TYPE.test(contentType);
}

/**
 * The `content-type` among the arguments of `writeHead`, which `node:http` sends without keeping it: headers are the
 * last of them, as an object or as a list (of pairs, or of names and values in turn).
 */
export function contentTypeOf(head: readonly unknown[]): unknown {
  const headers = head.findLast(argument => typeof argument === 'object' && argument !== null);
  if (headers === undefined) return undefined;
  if (Array.isArray(headers)) return valueInList(headers.flat());
  const byName = headers as Readonly<Record<string, unknown>>;
  const direct = byName['content-type'] ?? byName['Content-Type'];
  if (direct !== undefined) return direct;
  const name = Object.keys(byName).find(isContentType);
  return name === undefined ? undefined : byName[name];
}

function valueInList(namesAndValues: readonly unknown[]): unknown {
  const at = namesAndValues.findIndex((name, index) => index % 2 === 0 && isContentType(name));
  return at < 0 ? undefined : namesAndValues[at + 1];
}

function isContentType(name: unknown): boolean {
  return typeof name === 'string' && name.toLowerCase() === 'content-type';
}
