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
  /** Whether the trace is kept, so that it can be looked up; only then do exemplars lead there. */
  readonly isSampled?: boolean | undefined;
  /** Whether the user asked not to be tracked (`DNT: 1`, `Sec-GPC: 1`): then no events are made of what they do. */
  readonly doNotTrack?: boolean | undefined;
}

const storage = new AsyncLocalStorage<ActivityContext>();

/**
 * Calls a function so that it, and everything asynchronous that it starts, happens in a context. Inside of another one
 * it adds to that: what is undefined here stays as it is there; of another trace nothing stays.
 */
export function runInContext<T>(context: ActivityContext, run: () => T): T {
  const outer = storage.getStore();
  return storage.run(outer === undefined ? context : mergeContexts(outer, context), run);
}

/** Calls a function in a context that has nothing of the one around it: a request begins something of its own. */
export function runInNewContext<T>(context: ActivityContext, run: () => T): T {
  return storage.run(context, run);
}

/** The context of what is running now, or undefined outside of any. */
export function currentContext(): ActivityContext | undefined {
  return storage.getStore();
}

/** The labels of an exemplar that leads to the trace of a context, or undefined where none is kept. */
export function exemplarOf(context: ActivityContext | undefined): ExemplarLabels | undefined {
  if (context?.traceId === undefined || context.isSampled !== true) return undefined;
  const { traceId, spanId } = context;
  return spanId === undefined ? { trace_id: traceId } : { trace_id: traceId, span_id: spanId };
}

function mergeContexts(outer: ActivityContext, inner: ActivityContext): ActivityContext {
  const isOtherTrace = inner.traceId !== undefined && inner.traceId !== outer.traceId;
  const trace: ActivityContext = isOtherTrace ? {} : outer;
  return {
    userId: inner.userId ?? outer.userId,
    sessionId: inner.sessionId ?? outer.sessionId,
    requestId: inner.requestId ?? outer.requestId,
    traceId: inner.traceId ?? trace.traceId,
    spanId: inner.spanId ?? trace.spanId,
    isSampled: inner.isSampled ?? trace.isSampled,
    doNotTrack: inner.doNotTrack ?? outer.doNotTrack,
  };
}
