export {
  AIWATCH_ACTOR,
  type AuditAction,
  type AuditExportOptions,
  appendAction,
  EVENT_COLUMNS,
  type EventRow,
  eventOfRow,
  exportAudit,
  findLastCheckpoint,
  type ListedAction,
  listActions,
  listActionsOfUser,
  readLeaves,
  readTree,
  recordAction,
  type StoredCheckpoint,
  type StoredLeaf,
  storeCheckpoint,
} from './audit/index.ts';
export { createPool, inTransaction, type StoreConfig } from './connection.ts';
export type { BatchWriter, WriteResult } from './insert/batch-writer.ts';
export { emptyInbox, putIntoInbox } from './insert/inbox.ts';
export { LOCKS } from './locks.ts';
export {
  type DroppedDay,
  type RetentionOptions,
  type RetentionResult,
  runRetention,
} from './retention/index.ts';
export { UserSketch } from './sketch/user-sketch.ts';
export { sqlStateOf } from './sql-errors.ts';
export { openStore, type Store } from './store.ts';
