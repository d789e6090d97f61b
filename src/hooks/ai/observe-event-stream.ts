import type { StreamObserver } from './observe-stream.ts';

/** The helpers of OpenAI's and Anthropic's clients (`chat.completions.stream()`, `messages.stream()`). */
interface EventStream {
  readonly ended: boolean;
  readonly errored: boolean;
  readonly aborted: boolean;
  on(event: string, listener: (value: unknown) => void): unknown;
  /** Rejects with the error that ended the stream. */
  done(): Promise<void>;
}

/** What carries the provider's own chunks: OpenAI's chat completions, its responses; Anthropic. */
const CHUNK_EVENTS = ['chunk', 'event', 'streamEvent'] as const;

export function isEventStream(value: object): value is EventStream {
  const { on, done } = value as Partial<EventStream>;
  return typeof on === 'function' && typeof done === 'function' && 'ended' in value && 'errored' in value;
}

/**
 * Observes a stream that reads itself, and so is the same whether it is iterated, listened to, or only its final promise
 * is awaited. It is only listened to for chunks and its end: a listener for errors would keep the client from reporting
 * an error that nobody handles. A runner of tools counts as one call, with the usage of all its answers.
 */
export function observeEventStream(stream: EventStream, observer: StreamObserver): void {
  const end = (): void => {
    if (stream.aborted) observer.abandoned();
    else if (!stream.errored) observer.succeeded();
    else stream.done().catch(error => observer.failed(error));
  };
  if (stream.ended) {
    queueMicrotask(end);
    return;
  }
  for (const event of CHUNK_EVENTS) stream.on(event, chunk => observer.received(chunk));
  // Of OpenAI's runner of tools every answer, of its streams the one.
  stream.on('chatCompletion', answer => {
    observer.received(answer);
    observer.answerEnded();
  });
  stream.on('end', end);
}
