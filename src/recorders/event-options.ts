import type { ContextSink } from '../events/index.ts';
import type { ErrorRecorder } from './error.ts';

/** Where a recorder sends the events that it makes beside its metrics. */
export interface EventOptions {
  /** @default none; then nothing of an event is made */
  readonly events?: ContextSink | undefined;
}

/** Of a recorder whose failures are errors of the application. */
export interface FailureEventOptions extends EventOptions {
  /** Shared by all recorders, so that an error that passes several of them is one event. @default one of its own */
  readonly errors?: ErrorRecorder | undefined;
}

/** Milliseconds with three decimals at the most. */
export function toMilliseconds(seconds: number): number {
  return Math.round(seconds * 1_000_000) / 1000;
}
