import type { AiCallRecorder, AiCallTarget, ProblemRecorder, TokenUsage } from '../../recorders/index.ts';
import { CallObservation } from './call-observation.ts';
import type { StreamInside } from './observe-answer.ts';
import type { Prompt } from './prompt-text.ts';

/** For clients whose answers are not understood by themselves. What one of these throws counts as a problem of the hook. */
interface AiCallOptions<T> {
  /**
   * What the user asks, for the event: a text, the messages in the provider's form (the last one of the user counts), or
   * a function, called only where events are made. @default the event has no `userMessage`
   */
  readonly prompt?: Prompt | undefined;
  /** What an answer, or a chunk of a streamed one, says was used: the total until then; undefined where it says none. */
  usageOf?(answerOrChunk: unknown): TokenUsage | undefined;
  /** The stream inside an answer, which its user reads; undefined where the answer is whole. */
  streamOf?(answer: T): StreamInside | undefined;
}

/**
 * Observes a call to a model. The answer comes back as it is; what the call throws is thrown on. A streamed answer is
 * observed while it is read, to its end, its failure, or until the reader gives it up. Streams are: any async iterable
 * and any web `ReadableStream`, also as the `data` of OpenAI's `withResponse()`; the `stream()` helpers of OpenAI and
 * Anthropic; results with `fullStream` or `textStream` (AI SDK) or `stream` (older client of Gemini).
 * What reads a stream without its own methods (a `Response` made of it that is read natively, methods of a result that
 * pass its streams and promises by) is not seen: such a call counts as abandoned once its answer is garbage-collected.
 * A runner of tools is one call with the usage of all its answers; of Anthropic's `toolRunner()`, which is run to its end
 * here, only the last answer is seen.
 * Tokens are read where OpenAI, Anthropic, Gemini and the AI SDK report them, and the cost where OpenRouter, xAI and
 * Perplexity do.
 */
export type ObserveAiCall = <T>(
  target: AiCallTarget,
  call: () => T | PromiseLike<T>,
  options?: AiCallOptions<T>,
) => Promise<T>;

export interface AiHookOptions {
  readonly recorder: AiCallRecorder;
  readonly problem: ProblemRecorder;
}

/** Makes the hook for calls to models, of whichever client. */
export function createAiHook({ recorder, problem }: AiHookOptions): ObserveAiCall {
  return async (target, call, options = {}) => {
    const observation = new CallObservation(target, recorder, problem, options as AiCallOptions<unknown>);
    try {
      const answer = await call();
      observation.answered(answer);
      return answer;
    } catch (error) {
      observation.failed(error);
      throw error;
    }
  };
}
