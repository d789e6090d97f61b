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
export { parseTraceparent } from './trace-context.ts';
