import { AsyncLocalStorage } from 'node:async_hooks';
import type { ExemplarLabels } from '../metrics/index.ts';

/** Who does something, and in the course of what; whatever is not known is absent. */
export interface ActivityContext {
  readonly userId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly requestId?: string | undefined;
  /** 32 lower-case hexadecimal digits (W3C Trace Context). */
  readonly traceId?: string | undefined;
  /** 16 lower-case hexadecimal digits. */
  readonly spanId?: string | undefined;
}

const storage = new AsyncLocalStorage<ActivityContext>();

/** Calls a function so that it, and everything asynchronous that it starts, happens in a context. */
export function runInContext<T>(context: ActivityContext, run: () => T): T {
  return storage.run(context, run);
}

/** The context of what is running now, or undefined outside of any. */
export function currentContext(): ActivityContext | undefined {
  return storage.getStore();
}

/** The labels of an exemplar that leads to the trace of a context, or undefined where it has none. */
export function exemplarOf(context: ActivityContext | undefined): ExemplarLabels | undefined {
  if (context?.traceId === undefined) return undefined;
  const { traceId, spanId } = context;
  return spanId === undefined ? { trace_id: traceId } : { trace_id: traceId, span_id: spanId };
}
