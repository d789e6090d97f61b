export { openSpool } from './open-spool.ts';
export { adoptOrphans, keepAdopting, listOrphanedSpools } from './orphans.ts';
export type { Spool } from './spool.ts';
export type { FileMode, SpoolFile, SpoolFs } from './spool-fs.ts';
export { SPOOL_DEFAULTS, type SpoolConfig } from './spool-state.ts';
