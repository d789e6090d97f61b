export { createPool, type StoreConfig } from './connection.ts';
export {
  type EmbeddedPostgresql,
  type EmbeddedPostgresqlOptions,
  hasCluster,
  startEmbeddedPostgresql,
} from './embedded/index.ts';
export type { BatchWriter, WriteResult } from './insert/batch-writer.ts';
export { emptyInbox, putIntoInbox } from './insert/inbox.ts';
export { openStore, type Store } from './store.ts';
export { exportStore, importStore } from './transfer/index.ts';
