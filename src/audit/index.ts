export {
  type AuditKey,
  type AuditVerifierKey,
  generateAuditKey,
  parseAuditKey,
  parseVerifierKey,
} from './audit-key.ts';
export { commitEvents, rootOfCommitments } from './batch-commitments.ts';
export { canonicalJson, sortKeys } from './canonical-json.ts';
export { type Checkpoint, openCheckpoint, signCheckpoint, splitNotes, type TreeHead } from './checkpoint.ts';
export { commitAction, commitEvent, SALT_BYTES } from './commitment.ts';
export {
  ACTIONS_TABLE,
  type ActionLeaf,
  type AuditLeaf,
  type BatchLeaf,
  batchRoot,
  buildLeaf,
  parseLeaf,
} from './leaf.ts';
export { type FrontierState, hashLeaf, hashNode, MerkleFrontier, merkleRoot } from './merkle-tree.ts';
export { EXPORT_FORMAT, EXPORT_VERSION, type ExportLine } from './verify/export-line.ts';
export type { AuditProblem } from './verify/problems.ts';
export { type AuditSummary, type AuditVerdict, type VerifyOptions, verifyExport } from './verify.ts';
