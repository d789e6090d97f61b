import { currentContext } from '../../events/index.ts';
import type {
  AiCallObservation,
  AiCallRecorder,
  AiCallTarget,
  ProblemRecorder,
  TokenUsage,
} from '../../recorders/index.ts';
import { AnswerGatherer } from './answer-gatherer.ts';
import { hasContent, isLast } from './chunk.ts';
import { aiErrorTypeOf, isAbort } from './error-type.ts';
import { bodyOf, observeAnswer, type StreamInside } from './observe-answer.ts';
import type { StreamObserver } from './observe-stream.ts';
import { type Prompt, promptTextOf } from './prompt-text.ts';
import { toldFailureOf } from './told-failure.ts';
import { addUsage, mergeUsage, usageOf } from './usage.ts';

/** What the hook needs of its options. */
interface ReadingOptions {
  readonly prompt?: Prompt | undefined;
  usageOf?(part: unknown): TokenUsage | undefined;
  streamOf?(answer: unknown): StreamInside | undefined;
}

/** One call to a model from its beginning to its end, which is recorded exactly once. No method throws. */
export class CallObservation implements StreamObserver {
  readonly #target: AiCallTarget;
  readonly #recorder: AiCallRecorder;
  readonly #problem: ProblemRecorder;
  readonly #options: ReadingOptions;
  readonly #context = currentContext();
  readonly #startMs = performance.now();
  #firstTokenMs: number | undefined;
  /** What is said; read only where events are made of it. */
  #prompt: string | undefined;
  #answer: AnswerGatherer | undefined;
  #usage: TokenUsage = {};
  /** Of the answers before this one. */
  #earlierUsage: TokenUsage = {};
  #contentChunks = 0;
  #isStreamed = false;
  #isComplete = false;
  /** What the answer told of its own failure. */
  #toldFailure: unknown;
  #hasEnded = false;

  constructor(
    target: AiCallTarget,
    recorder: AiCallRecorder,
    problem: ProblemRecorder,
    options: ReadingOptions,
  ) {
    this.#target = target;
    this.#recorder = recorder;
    this.#problem = problem;
    this.#options = options;
    problem.guard('ai', () => recorder.begin(target))();
    if (!recorder.takesContent) return;
    this.#answer = new AnswerGatherer();
    // Now, since the application may add to its messages while the answer comes.
    this.#prompt = problem.guard('ai', promptTextOf)(options.prompt);
  }

  /** A whole answer, or a streamed one about to begin. */
  answered(answer: unknown): void {
    try {
      if (observeAnswer(answer, this.#options.streamOf?.(answer), this)) {
        this.#isStreamed = true;
        return;
      }
      this.reported(bodyOf(answer));
      this.succeeded();
    } catch (error) {
      this.unobservable(error);
    }
  }

  unobservable(error: unknown): void {
    this.#problem.record('ai', error);
    this.succeeded();
  }

  received(chunk: unknown): void {
    try {
      if (isLast(chunk)) this.#isComplete = true;
      this.#toldFailure ??= toldFailureOf(chunk);
      if (hasContent(chunk)) {
        this.#contentChunks++;
        this.#firstTokenMs ??= performance.now();
      }
      this.#answer?.received(chunk);
    } catch (error) {
      this.#problem.record('ai', error);
    }
    this.#readUsage(chunk);
  }

  reported(part: unknown): void {
    this.#readUsage(part);
    try {
      this.#toldFailure ??= toldFailureOf(part);
      this.#answer?.reported(part);
    } catch (error) {
      this.#problem.record('ai', error);
    }
  }

  answerEnded(): void {
    this.#earlierUsage = addUsage(this.#earlierUsage, this.#usage);
    this.#usage = {};
    this.#isComplete = false;
  }

  succeeded(): void {
    if (this.#toldFailure === undefined) this.#end({ status: 'success' });
    else this.#fail(this.#toldFailure);
  }

  abandoned(): void {
    if (this.#toldFailure === undefined) this.#leave();
    else this.#fail(this.#toldFailure);
  }

  failed(error: unknown): void {
    this.#fail(this.#toldFailure ?? error);
  }

  #fail(error: unknown): void {
    try {
      // What the AI SDK could make no object of was paid for all the same.
      this.#usage = mergeUsage(this.#usage, usageOf(error));
      if (isAbort(error)) this.#leave();
      else this.#end({ status: 'error', errorType: aiErrorTypeOf(error), error });
    } catch (problem) {
      this.#problem.record('ai', problem);
      this.#end({ status: 'error', errorType: 'unknown', error });
    }
  }

  /** Who leaves after the last thing generated has the whole answer. */
  #leave(): void {
    this.#end({ status: this.#isComplete ? 'success' : 'abandoned' });
  }

  #readUsage(part: unknown): void {
    try {
      this.#usage = mergeUsage(this.#usage, this.#options.usageOf?.(part) ?? usageOf(part));
    } catch (error) {
      this.#problem.record('ai', error);
    }
  }

  #end(result: Pick<AiCallObservation, 'status' | 'errorType' | 'error'>): void {
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
      prompt: this.#prompt,
      answer: this.#answer?.text,
      answerLength: this.#answer?.length,
    });
  }

  /**
   * Where a stream told no output tokens, whether it ended well (OpenAI without `include_usage`), broke or was given up,
   * the chunks with content stand for them: providers send about one token a chunk, some of them several.
   */
  #usageOrEstimate(): TokenUsage {
    const usage = addUsage(this.#earlierUsage, this.#usage);
    if (usage.output !== undefined || this.#contentChunks === 0) return usage;
    return { ...usage, output: this.#contentChunks };
  }
}
