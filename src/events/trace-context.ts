import type { ActivityContext } from './context.ts';

/** version "-" trace-id "-" parent-id "-" trace-flags; https://www.w3.org/TR/trace-context/#traceparent-header */
const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const SAMPLED_FLAG = 1;

/** Trace and span of a `traceparent` header, and whether the trace is kept; nothing where the header is invalid. */
export function parseTraceparent(header: unknown): Pick<ActivityContext, 'traceId' | 'spanId' | 'isSampled'> {
  const match = typeof header === 'string' ? TRACEPARENT.exec(header) : null;
  if (match === null) return {};
  const [, version, traceId, spanId, flags = '00', more] = match;
  const isInvalid = version === 'ff' || (version === '00' && more !== undefined);
  const isSampled = (Number.parseInt(flags, 16) & SAMPLED_FLAG) === SAMPLED_FLAG;
  if (isInvalid || /^0+$/.test(traceId!) || /^0+$/.test(spanId!)) return {};
  return { traceId, spanId, isSampled };
}
