export { AIWATCH_ACTOR, type AuditAction, appendAction, recordAction } from './append-action.ts';
export { findLastCheckpoint, type StoredCheckpoint, storeCheckpoint } from './checkpoints.ts';
export { EVENT_COLUMNS, type EventRow, eventOfRow } from './event-of-row.ts';
export { type AuditExportOptions, exportAudit } from './export-audit.ts';
export { type ListedAction, listActions, listActionsOfUser } from './list-actions.ts';
export { readLeaves, readTree, type StoredLeaf } from './read-leaves.ts';
