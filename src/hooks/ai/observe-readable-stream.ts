import { ReadableStream } from 'node:stream/web';
import { abandonWhenDropped, observeIterator, type StreamObserver } from './observe-stream.ts';

interface Reader {
  read(...view: readonly unknown[]): Promise<{ done: boolean; value?: unknown }>;
  cancel(reason?: unknown): Promise<void>;
  releaseLock(): void;
}

export function isReadableStream(value: object): value is ReadableStream<unknown> {
  const { getReader, pipeTo, tee } = value as Partial<ReadableStream>;
  return [getReader, pipeTo, tee].every(method => typeof method === 'function');
}

/**
 * Observes a web stream through its own methods, which are replaced on it: by `getReader()`, iteration, `pipeTo()`,
 * `pipeThrough()` and `tee()`. Not observed is what reads it without calling them: a `Response` that was made with it
 * and is read natively, `structuredClone` and `postMessage`. What `tee()` and `pipeThrough()` make is fed with chunks, so
 * it takes no BYOB reader. Throws TypeError for an object that cannot be changed.
 */
export function observeReadableStream(stream: ReadableStream<unknown>, observer: StreamObserver): void {
  const getReader = stream.getReader.bind(stream) as (options?: unknown) => Reader;
  const cancel = stream.cancel.bind(stream);
  const values = stream.values?.bind(stream);
  const observedReader = (options?: unknown) => observeReader(getReader(options), stream, observer);
  const copy = () => readableOf(observedReader());
  const iterate = (options?: { preventCancel?: boolean }) =>
    observeIterator(values(options), stream, observer);
  // An iterator that is not the platform's reads through getReader().
  const isIteratedByReader = values === undefined || Object.hasOwn(stream, Symbol.asyncIterator);
  replaceMethods(stream, {
    getReader: observedReader,
    cancel: (reason?: unknown) => {
      if (!stream.locked) observer.abandoned();
      return cancel(reason);
    },
    tee: () => copy().tee(),
    pipeThrough: (...to: Parameters<ReadableStream['pipeThrough']>) => copy().pipeThrough(...to),
    pipeTo: async (...to: Parameters<ReadableStream['pipeTo']>) => copy().pipeTo(...to),
    ...(!isIteratedByReader && { values: iterate, [Symbol.asyncIterator]: iterate }),
  });
  abandonWhenDropped(stream, observer);
}

/** @param owner the observed stream: a reader in use holds on to it, so that it does not count as dropped. */
function observeReader(reader: Reader, owner: object, observer: StreamObserver): Reader {
  const read = reader.read.bind(reader);
  const cancel = reader.cancel.bind(reader);
  const releaseLock = reader.releaseLock.bind(reader);
  let holder: object | undefined = owner;
  replaceMethods(reader, {
    read: async (...view: readonly unknown[]) => {
      try {
        const result = await read(...view);
        if (result.done) observer.succeeded();
        else observer.received(result.value);
        return result;
      } catch (error) {
        // A read that is cut off by releaseLock() says nothing of the stream.
        if (holder !== undefined) observer.failed(error);
        throw error;
      }
    },
    cancel: (reason?: unknown) => {
      observer.abandoned();
      return cancel(reason);
    },
    releaseLock: () => {
      holder = undefined;
      releaseLock();
    },
  });
  return reader;
}

/** What a reader reads, chunk by chunk as it is asked for, and then lets go of. */
function readableOf(reader: Reader): ReadableStream<unknown> {
  return new ReadableStream<unknown>(
    {
      pull: async controller => {
        const { done, value } = await reader.read();
        if (!done) {
          controller.enqueue(value);
          return;
        }
        reader.releaseLock();
        controller.close();
      },
      cancel: async reason => {
        await reader.cancel(reason);
        reader.releaseLock();
      },
    },
    { highWaterMark: 0 },
  );
}

function replaceMethods(target: object, methods: object): void {
  for (const name of Reflect.ownKeys(methods)) {
    const value: unknown = Reflect.get(methods, name);
    Object.defineProperty(target, name, { configurable: true, enumerable: false, writable: true, value });
  }
}
