/** What is to be written, and how many bytes of it there were once it has been. */
export interface MeasuredContent {
  readonly data: unknown;
  readonly sizeBytes: () => number | undefined;
}

/**
 * Makes content measurable: the size of text and of views on memory is known, of an iterable (a stream is one) what
 * passes is counted. Anything else is left to fail where it always does.
 */
export function measureContent(data: unknown, options: unknown): MeasuredContent {
  if (!isIterable(data)) {
    const size = sizeOfChunk(data, options);
    return { data, sizeBytes: () => size };
  }
  let total = 0;
  const count = (chunk: unknown): void => {
    total += sizeOfChunk(chunk, options) ?? 0;
  };
  return { data: counted(data, count), sizeBytes: () => total };
}

/** Bytes of a text in the encoding that the options of the call name, or of a view on memory. */
export function sizeOfChunk(data: unknown, options: unknown): number | undefined {
  if (typeof data === 'string') return Buffer.byteLength(data, encodingOf(options));
  return ArrayBuffer.isView(data) ? data.byteLength : undefined;
}

type AnyIterable = Iterable<unknown> | AsyncIterable<unknown>;

function isIterable(data: unknown): data is AnyIterable {
  if (typeof data !== 'object' || data === null || ArrayBuffer.isView(data)) return false;
  return Symbol.asyncIterator in data || Symbol.iterator in data;
}

async function* counted(chunks: AnyIterable, count: (chunk: unknown) => void): AsyncGenerator<unknown> {
  for await (const chunk of chunks) {
    count(chunk);
    yield chunk;
  }
}

function encodingOf(options: unknown): BufferEncoding {
  const encoding = typeof options === 'string' ? options : propertyOf(options, 'encoding');
  return typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8';
}

/** A property of what may be an object. */
export function propertyOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
