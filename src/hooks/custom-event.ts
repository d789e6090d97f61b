import { AiwatchError, describe } from '../errors.ts';
import { type ContextSink, currentContext, type EventInput } from '../events/index.ts';
import type { ProblemRecorder } from '../recorders/index.ts';

export interface CustomEventHookOptions {
  /** Without it nothing happens. */
  readonly events?: ContextSink | undefined;
  readonly problem: ProblemRecorder;
}

/** Tells of an event of the application's own, of any type; who did it is taken from the context. Never throws. */
export type RecordEvent = (event: EventInput) => void;

/** Makes the hook for events that aiwatch does not know of. */
export function createCustomEventHook({ events, problem }: CustomEventHookOptions): RecordEvent {
  return problem.guard('event', event => {
    if (typeof event?.type !== 'string' || event.type === '') {
      const expected = 'an event with its type';
      throw new AiwatchError('HOOK_TARGET_INVALID', {
        where: 'recordEvent()',
        expected,
        found: describe(event),
      });
    }
    events?.emitIn(currentContext(), event);
  });
}
