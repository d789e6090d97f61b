export { createPool, type StoreConfig } from './connection.ts';
export type { BatchWriter, WriteResult } from './insert/batch-writer.ts';
export { emptyInbox, putIntoInbox } from './insert/inbox.ts';
export { openStore, type Store } from './store.ts';
