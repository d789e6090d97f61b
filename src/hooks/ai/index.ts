import type { AiCallRecorder, AiCallTarget, ProblemRecorder } from '../../recorders/index.ts';
import { CallObservation } from './call-observation.ts';

/**
 * Observes a call to a model. The answer comes back as it is; a streamed one (any async iterable, or one as the `data`
 * of OpenAI's `withResponse()`) is observed while it is iterated, to its end, its failure, or until the reader gives it
 * up. What the call throws is thrown on.
 */
export type ObserveAiCall = <T>(target: AiCallTarget, call: () => T | PromiseLike<T>) => Promise<T>;

export interface AiHookOptions {
  readonly recorder: AiCallRecorder;
  readonly problem: ProblemRecorder;
}

/** Makes the hook for calls to models, of whichever client. */
export function createAiHook({ recorder, problem }: AiHookOptions): ObserveAiCall {
  return async (target, call) => {
    const observation = new CallObservation(target, recorder, problem);
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
