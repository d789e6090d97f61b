export {
  type ActivityContext,
  currentContext,
  exemplarOf,
  runInContext,
  runInNewContext,
} from './context.ts';
export { parseTraceparent } from './trace-context.ts';
