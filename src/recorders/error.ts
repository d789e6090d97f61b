import { describe } from '../errors.ts';
import { type ActivityContext, boundedCopy, fitText, type JsonObject } from '../events/index.ts';
import type { EventOptions } from './event-options.ts';

/** Something that failed. */
interface ErrorObservation {
  /** What was thrown, of whatever kind. */
  readonly error: unknown;
  /** What was going on: `toolName`, `args` … */
  readonly about?: JsonObject | undefined;
  readonly context: ActivityContext | undefined;
}

/** Turns errors into events. */
export interface ErrorRecorder {
  /** An error that has been recorded is not recorded again where it is caught a second time. */
  record(observation: ErrorObservation): void;
}

const MAX_TYPE_BYTES = 200;
const MAX_MESSAGE_BYTES = 8 * 1024;
const MAX_STACK_BYTES = 16 * 1024;
const MAX_CONTEXT_BYTES = 32 * 1024;
/** Errors that wrap one another, or themselves, are followed so far. */
const MAX_CAUSES = 5;

export function createErrorRecorder({ events }: EventOptions = {}): ErrorRecorder {
  if (events === undefined) return { record: () => {} };
  const recorded = new WeakSet<object>();
  return {
    record: ({ error, about, context }) => {
      if (typeof error === 'object' && error !== null) {
        if (recorded.has(error)) return;
        recorded.add(error);
      }
      events.emitIn(context, { type: 'error', event: 'error', data: buildErrorData(error, about) });
    },
  };
}

function buildErrorData(error: unknown, about: JsonObject | undefined): JsonObject {
  const { stack } = (error ?? {}) as { readonly stack?: unknown };
  const causes = causesOf(error).map(cause => `${typeOf(cause)}: ${messageOf(cause)}`);
  const context = { ...about, ...(causes.length > 0 && { causes }) };
  return {
    errorType: fitText(typeOf(error), MAX_TYPE_BYTES),
    message: fitText(messageOf(error), MAX_MESSAGE_BYTES),
    ...(typeof stack === 'string' && { stack: fitText(stack, MAX_STACK_BYTES) }),
    ...(Object.keys(context).length > 0 && { context: boundedCopy(context, MAX_CONTEXT_BYTES) }),
  };
}

/** The name of the class; of a plain `Error` its code, e.g. `ENOENT`, where it has one. */
function typeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return typeof error;
  const { name, code } = error as { readonly name?: unknown; readonly code?: unknown };
  const names = [name, error.constructor?.name].filter(one => typeof one === 'string' && one !== '');
  const own = names.find(one => one !== 'Error' && one !== 'Object') as string | undefined;
  return own ?? (typeof code === 'string' && code !== '' ? code : String(names[0] ?? 'Error'));
}

function messageOf(error: unknown): string {
  if (typeof error === 'string') return error;
  const message = (error as { readonly message?: unknown } | null | undefined)?.message;
  return typeof message === 'string' ? message : describe(error);
}

function causesOf(error: unknown): readonly unknown[] {
  const causes: unknown[] = [];
  let { cause } = (error ?? {}) as { readonly cause?: unknown };
  while (cause !== undefined && cause !== null && causes.length < MAX_CAUSES) {
    causes.push(cause);
    cause = (cause as { readonly cause?: unknown }).cause;
  }
  return causes;
}
