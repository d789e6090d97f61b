export { acceptanceOf, retentionDaysOf } from './acceptance-of.ts';
export { type ApplicationEvents, openApplicationEvents } from './application-events.ts';
export type { Intake } from './intake.ts';
export { type EventPipeline, openPipeline } from './pipeline.ts';
export { sourceOf } from './source-of.ts';
export { createStoreDestination } from './store-destination.ts';
