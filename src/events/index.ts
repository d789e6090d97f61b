export { type ActivityContext, currentContext, exemplarOf, runInContext } from './context.ts';
export { parseTraceparent } from './trace-context.ts';
