import { isEventStream, observeEventStream } from './observe-event-stream.ts';
import { isReadableStream, observeReadableStream } from './observe-readable-stream.ts';
import { isAsyncIterable, observeStream, type StreamObserver } from './observe-stream.ts';
import { isStreamResult, observeStreamResult } from './observe-stream-result.ts';

/** A stream inside an answer; the second kind is a web `ReadableStream`. */
export type StreamInside = AsyncIterable<unknown> | { getReader(): unknown };

/** @returns whether the answer is a streamed one, which the observer will be told of */
export function observeAnswer(
  answer: unknown,
  inside: StreamInside | undefined,
  observer: StreamObserver,
): boolean {
  const stream = inside ?? bodyOf(answer);
  if (typeof stream !== 'object' || stream === null) return false;
  return observeStreamed(stream, observer) || observeResult(stream, observer);
}

/** OpenAI's `withResponse()` gives the answer along with the HTTP response that brought it. */
export function bodyOf(answer: unknown): unknown {
  const isWrapped = typeof answer === 'object' && answer !== null && 'data' in answer && 'response' in answer;
  return isWrapped ? answer.data : answer;
}

function observeStreamed(stream: object, observer: StreamObserver): boolean {
  if (isEventStream(stream)) observeEventStream(stream, observer);
  else if (isReadableStream(stream)) observeReadableStream(stream, observer);
  else if (isAsyncIterable(stream)) observeStream(stream, observer);
  else return false;
  return true;
}

function observeResult(result: object, observer: StreamObserver): boolean {
  if (!isStreamResult(result)) return false;
  observeStreamResult(result, observer, observeStreamed);
  return true;
}
