export type { DroppedDay } from './drop-partitions.ts';
export { type RetentionOptions, type RetentionResult, runRetention } from './run-retention.ts';
