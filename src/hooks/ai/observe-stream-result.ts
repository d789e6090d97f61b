import {
  abandonWhenDropped,
  isAsyncIterable,
  keepWhenDropped,
  type StreamObserver,
} from './observe-stream.ts';
import { type ReadEnd, ResultObservation } from './result-observation.ts';

/** Streams of one answer, of the AI SDK and of the older client of Gemini: each may be read, alone or with others. */
const STREAMS = ['fullStream', 'textStream', 'stream'] as const;
/** Those whose chunks are the application's own objects, in which nothing is looked for. */
const OBJECT_STREAMS = [
  'partialObjectStream',
  'elementStream',
  'partialOutputStream',
  'experimental_partialOutputStream',
] as const;
/** Stands for such an object: something was generated. */
const OBJECT_CHUNK = { type: 'object-delta' } as const;
/** What is fulfilled once the answer is complete. */
const PROMISES = ['totalUsage', 'usage', 'text', 'object', 'steps', 'finishReason', 'response'] as const;

type ObserveStreamed = (stream: object, observer: StreamObserver) => boolean;

/** A stream keeps what tells its end, for as long as it is kept itself. */
const endOfStream = new WeakMap<object, ReadEnd>();

/** Whether an answer is no stream itself but offers some; it is not asked for them, as asking can begin to read. */
export function isStreamResult(value: object): boolean {
  if ('textStream' in value || 'fullStream' in value) return true;
  return isAsyncIterable(Object.getOwnPropertyDescriptor(value, 'stream')?.value);
}

/**
 * Observes what is read of a result: the first of its streams that gives a chunk, or, where none is read, what is awaited
 * of its promises. The result stays the object that it is, its streams and promises too, and nothing is read that its
 * user does not ask for. Methods of the result that read in another way are not observed.
 * Throws TypeError for an object that cannot be changed.
 */
export function observeStreamResult(
  result: object,
  observer: StreamObserver,
  observeStreamed: ObserveStreamed,
): void {
  const readUsage = readerOf(result, 'totalUsage' in result ? 'totalUsage' : 'usage');
  const readReason = readerOf(result, 'finishReason');
  const readEnd = async () => ({ usage: await readUsage(), finishReason: await readReason() });
  const observation = new ResultObservation(observer, readEnd);
  const seen = new WeakSet<object>();
  const onFirstRead = (name: string, take: (value: object) => void): void => {
    if (!(name in result)) return;
    const read = readerOf(result, name);
    const get = (): unknown => {
      const value = read();
      if (typeof value !== 'object' || value === null || seen.has(value)) return value;
      seen.add(value);
      try {
        take(value);
      } catch (error) {
        observer.unobservable(error);
      }
      return value;
    };
    Object.defineProperty(result, name, { configurable: true, enumerable: true, get });
  };
  const onFirstStream = (name: string, makeObserver: () => StreamObserver): void =>
    onFirstRead(name, stream => {
      if (!observeStreamed(stream, makeObserver())) return;
      endOfStream.set(stream, readEnd);
      keepWhenDropped(result);
    });
  for (const name of STREAMS) onFirstStream(name, () => observation.observerOfStream());
  for (const name of OBJECT_STREAMS) {
    onFirstStream(name, () => {
      const own = observation.observerOfStream();
      return { ...own, received: () => own.received(OBJECT_CHUNK) };
    });
  }
  for (const name of PROMISES) {
    onFirstRead(name, promise => {
      if (!('then' in promise)) return;
      observation.awaited(promise as PromiseLike<unknown>);
      keepWhenDropped(result);
    });
  }
  abandonWhenDropped(result, observer);
}

/** Reads a property as it is now, before it is replaced. */
function readerOf(result: object, name: string): () => unknown {
  if (!(name in result)) return () => undefined;
  const own = Object.getOwnPropertyDescriptor(result, name);
  if (own === undefined) return () => Reflect.get(Object.getPrototypeOf(result) as object, name, result);
  const { get, value } = own;
  return get === undefined ? () => value : () => get.call(result);
}
