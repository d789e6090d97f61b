import { Readable } from 'node:stream';

/** A reader that takes nothing for so long is gone, whatever its connection says. */
const STALL_MS = 60_000;

/**
 * A stream of what is still to come, of which the first part was taken already. What the source holds, such as a
 * connection with a snapshot, it lets go of also where the stream is closed before anything was read, and where its
 * reader stalls: a generator around the source would not have begun, and so not end it.
 * @param stallMs how long the reader may take nothing. @default 60,000
 */
export function createHeldStream<T>(
  first: IteratorResult<T, unknown>,
  rest: AsyncGenerator<T, unknown>,
  stallMs: number = STALL_MS,
): Readable {
  let waiting: IteratorResult<T, unknown> | undefined = first;
  let stalled: NodeJS.Timeout | undefined;
  const watch = () => {
    stalled = setTimeout(() => stream.destroy(), stallMs).unref();
  };
  const source: AsyncIterableIterator<T> = {
    [Symbol.asyncIterator]: () => source,
    next: async () => {
      clearTimeout(stalled);
      const result = waiting ?? (await rest.next());
      waiting = undefined;
      if (result.done !== true && !stream.destroyed) watch();
      return result as IteratorResult<T>;
    },
    return: async () => {
      clearTimeout(stalled);
      await rest.return(undefined);
      return { done: true, value: undefined };
    },
  };
  const stream = Readable.from(source, { objectMode: false });
  watch();
  return stream;
}
