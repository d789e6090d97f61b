export {
  type Acceptance,
  type AcceptanceConfig,
  type ConsentPolicy,
  createAcceptance,
  type DeliveryNotes,
  type Verdict,
} from './acceptance.ts';
export { boundedCopy } from './bounded-copy.ts';
export { boundId } from './bounded-id.ts';
export { cutText, fitText } from './bounded-text.ts';
export {
  type ActivityContext,
  currentContext,
  exemplarOf,
  runInContext,
  runInNewContext,
} from './context.ts';
export { type ContextSink, createContextSink } from './context-sink.ts';
export type { ActivityEvent, EventInput, EventSink, EventSource, JsonObject } from './event.ts';
export { ROW_ID_LENGTH } from './event-record.ts';
export { parseEventTime } from './event-time.ts';
export type { FeedPage, FeedPosition } from './feed-position.ts';
export {
  createRedactor,
  createUserAliases,
  type PrivacyConfig,
  redactSecrets,
  SECRET_RULES,
  type SecretRule,
  scanText,
  type TextScan,
} from './redaction/index.ts';
export { isSampled, type SamplingConfig } from './sampling.ts';
export { parseTraceparent } from './trace-context.ts';
export { validateEvent } from './validation.ts';
