export type { StoreConfig } from './connection.ts';
export type { WriteResult } from './insert/batch-writer.ts';
export { openStore, type Store } from './store.ts';
