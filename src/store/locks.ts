/**
 * Advisory locks of PostgreSQL that aiwatch takes. The numbers say nothing; they only have to differ from those of
 * other programs in the same database, and never change.
 */
export const LOCKS = {
  /** Changing the schema. */
  schema: 6_148_914_001,
  /** Making and dropping partitions. */
  partitions: 6_148_914_002,
  /** The end of every transaction that stores: rollups and the audit trail are written by one at a time. */
  sequencer: 6_148_914_003,
  /** Work that one of several servers does: checkpoints, retention, delivery of webhooks. */
  checkpoints: 6_148_914_004,
  retention: 6_148_914_005,
  webhook: 6_148_914_006,
} as const;
