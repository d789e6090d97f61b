export type { SpoolBatch } from './batch-reader.ts';
export { type DrainOptions, drainTo, type SpoolTarget } from './drain-to.ts';
export { openSpool } from './open-spool.ts';
export { type Adoption, adoptOrphans, listOrphanedSpools } from './orphans.ts';
export type { NextOptions, Spool, SpoolOptions } from './spool.ts';
export { type FileMode, nodeSpoolFs, type SpoolFile, type SpoolFs } from './spool-fs.ts';
export { type ProblemListener, SPOOL_DEFAULTS, type SpoolConfig } from './spool-state.ts';
export type { RefusalReason, SpoolStats } from './stats.ts';
