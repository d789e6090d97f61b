import { currentContext } from '../../events/index.ts';
import type { AiCallRecorder, AiCallTarget, ProblemRecorder, TokenUsage } from '../../recorders/index.ts';
import { aiErrorTypeOf, isAbort } from './error-type.ts';
import { isAsyncIterable, observeStream, type StreamObserver } from './observe-stream.ts';
import { hasContent, mergeUsage, usageOf } from './usage.ts';

/** One call to a model from its beginning to its end, which is recorded exactly once. No method throws. */
export class CallObservation implements StreamObserver {
  readonly #target: AiCallTarget;
  readonly #recorder: AiCallRecorder;
  readonly #problem: ProblemRecorder;
  readonly #context = currentContext();
  readonly #startMs = performance.now();
  #firstTokenMs: number | undefined;
  #usage: TokenUsage = {};
  #contentChunks = 0;
  #isStreamed = false;
  #hasEnded = false;

  constructor(target: AiCallTarget, recorder: AiCallRecorder, problem: ProblemRecorder) {
    this.#target = target;
    this.#recorder = recorder;
    this.#problem = problem;
    problem.guard('ai', () => recorder.begin(target))();
  }

  /** A whole answer, or a streamed one about to begin. */
  answered(answer: unknown): void {
    try {
      const body = bodyOf(answer);
      if (isAsyncIterable(body)) {
        observeStream(body, this);
        this.#isStreamed = true;
        return;
      }
      this.#usage = mergeUsage(this.#usage, usageOf(body));
    } catch (error) {
      this.#problem.record('ai', error);
    }
    this.succeeded();
  }

  received(chunk: unknown): void {
    try {
      this.#usage = mergeUsage(this.#usage, usageOf(chunk));
      if (!hasContent(chunk)) return;
      this.#contentChunks++;
      this.#firstTokenMs ??= performance.now();
    } catch (error) {
      this.#problem.record('ai', error);
    }
  }

  succeeded(): void {
    this.#end({ status: 'success' });
  }

  abandoned(): void {
    this.#end({ status: 'abandoned' });
  }

  failed(error: unknown): void {
    try {
      if (isAbort(error)) this.#end({ status: 'abandoned' });
      else this.#end({ status: 'error', errorType: aiErrorTypeOf(error) });
    } catch (problem) {
      this.#problem.record('ai', problem);
      this.#end({ status: 'error', errorType: 'unknown' });
    }
  }

  #end(result: Pick<Parameters<AiCallRecorder['record']>[0], 'status' | 'errorType'>): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const firstTokenMs = this.#firstTokenMs;
    this.#problem.guard(
      'ai',
      this.#recorder.record,
    )({
      ...this.#target,
      ...result,
      isStreamed: this.#isStreamed,
      durationSeconds: (performance.now() - this.#startMs) / 1000,
      timeToFirstTokenSeconds: firstTokenMs === undefined ? undefined : (firstTokenMs - this.#startMs) / 1000,
      usage: this.#usageOrEstimate(),
      context: this.#context,
    });
  }

  /**
   * A stream that broke or was given up never sends its final usage: the chunks with content that came until then
   * stand for its output, since providers send about one token a chunk.
   */
  #usageOrEstimate(): TokenUsage {
    if (this.#usage.output !== undefined || this.#contentChunks === 0) return this.#usage;
    return { ...this.#usage, output: this.#contentChunks };
  }
}

/** OpenAI's `withResponse()` gives the answer along with the HTTP response that brought it. */
function bodyOf(answer: unknown): unknown {
  const isWrapped = typeof answer === 'object' && answer !== null && 'data' in answer && 'response' in answer;
  return isWrapped ? answer.data : answer;
}
