export { PARTS, type Part } from './generated-file.ts';
export type { FileResult } from './plan-bundle.ts';
export { writeBundle } from './write-bundle.ts';
