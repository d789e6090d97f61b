/** What is told of a stream while it is read; only the first of the endings counts. None of them throws. */
export interface StreamObserver {
  received(chunk: unknown): void;
  /** What tells the usage but is no chunk of the answer. */
  reported(part: unknown): void;
  /** An answer is whole, and another may follow in the same call: a runner of tools asks the model again. */
  answerEnded(): void;
  succeeded(): void;
  failed(error: unknown): void;
  abandoned(): void;
  /** The stream cannot be observed: the call counts as ended, and this as a problem. */
  unobservable(error: unknown): void;
}

export type AnswerStream = AsyncIterable<unknown> & object;

type Iterate = () => AsyncIterator<unknown>;

export function isAsyncIterable(value: unknown): value is AnswerStream {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

const droppedStreams = new FinalizationRegistry<StreamObserver>(observer => observer.abandoned());

/** Ends a call whose stream is dropped without being read to the end or closed. The observer must not hold the stream. */
export function abandonWhenDropped(stream: object, observer: StreamObserver): void {
  droppedStreams.register(stream, observer, stream);
}

/** The stream is held in another way from now on. */
export function keepWhenDropped(stream: object): void {
  droppedStreams.unregister(stream);
}

/**
 * Observes the iteration of a stream. The stream stays the object that it is: only the function that begins the
 * iteration is replaced on it, so that `tee`, `toReadableStream` and `instanceof` work, and are observed.
 * Throws TypeError for an object that cannot be changed.
 */
export function observeStream(stream: AnswerStream, observer: StreamObserver): void {
  if ('next' in stream) {
    // A generator is its own iterator, and may be read without asking for one.
    const { next, return: close, throw: fail } = observeIterator(boundIterator(stream), stream, observer);
    Object.assign(stream, { next, return: close, throw: fail });
  } else if (Object.hasOwn(stream, 'iterator')) {
    // OpenAI's and Anthropic's streams begin every iteration here, that of `tee` included.
    replaceIterate(stream, 'iterator', observer);
  } else {
    replaceIterate(stream, Symbol.asyncIterator, observer);
  }
  abandonWhenDropped(stream, observer);
}

function replaceIterate(
  stream: AnswerStream,
  name: 'iterator' | typeof Symbol.asyncIterator,
  observer: StreamObserver,
): void {
  const iterate = Reflect.get(stream, name) as Iterate;
  Object.defineProperty(stream, name, {
    configurable: true,
    enumerable: false,
    writable: true,
    value: () => observeIterator(iterate.call(stream), stream, observer),
  });
}

/** The methods of an iterator as they are now, before they are replaced. */
function boundIterator(iterator: object): AsyncIterator<unknown> {
  const { next, return: close, throw: fail } = iterator as AsyncIterator<unknown>;
  return {
    next: next.bind(iterator),
    ...(close !== undefined && { return: close.bind(iterator) }),
    ...(fail !== undefined && { throw: fail.bind(iterator) }),
  };
}

/** @param owner the observed stream: an iterator in use holds on to it, so that it does not count as dropped. */
export function observeIterator(iterator: AsyncIterator<unknown>, owner: object, observer: StreamObserver) {
  return {
    async next(...sent: [] | [unknown]): Promise<IteratorResult<unknown>> {
      try {
        const result = await iterator.next(...(sent as []));
        if (!result.done) observer.received(result.value);
        else if (isAborted(owner)) observer.abandoned();
        else observer.succeeded();
        return result;
      } catch (error) {
        observer.failed(error);
        throw error;
      }
    },
    async return(value?: unknown): Promise<IteratorResult<unknown>> {
      observer.abandoned();
      return (await iterator.return?.(value)) ?? { done: true, value };
    },
    async throw(error: unknown): Promise<IteratorResult<unknown>> {
      observer.abandoned();
      if (iterator.throw === undefined) throw error;
      return iterator.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** OpenAI's and Anthropic's streams end quietly when their controller is aborted. */
function isAborted(stream: object): boolean {
  const { controller } = stream as { controller?: { signal?: { aborted?: unknown } } };
  return controller?.signal?.aborted === true;
}
