export { listDashboards } from './list-dashboards.ts';
export { PARTS, type Part } from './writing/generated-file.ts';
export type { FileResult } from './writing/plan-bundle.ts';
export { writeBundle } from './writing/write-bundle.ts';
