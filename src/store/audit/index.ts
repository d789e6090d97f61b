export { AIWATCH_ACTOR, appendAction, recordAction } from './append-action.ts';
export { findLastCheckpoint, storeCheckpoint } from './checkpoints.ts';
export { exportAudit } from './export-audit.ts';
export { listActions, listActionsOfUser } from './list-actions.ts';
export { readLeaves, readTreeState } from './read-leaves.ts';
export { type AuditFact, recordFacts } from './record-facts.ts';
