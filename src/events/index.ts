export {
  type ActivityContext,
  currentContext,
  exemplarOf,
  runInContext,
  runInNewContext,
} from './context.ts';
export type { ActivityEvent, EventInput, EventSink, EventSource, JsonObject } from './event.ts';
export { parseTraceparent } from './trace-context.ts';
