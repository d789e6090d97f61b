import type { Config } from '../../config/index.ts';
import { isAiwatchError } from '../../errors.ts';
import { closeAll } from '../../runtime.ts';
import { openStore, type Store, startEmbeddedPostgresql } from '../../store/index.ts';
import { dataFolder } from '../data-folder.ts';

/** The store of the server, with the PostgreSQL under it where that is its own. */
export interface ServerStore {
  readonly store: Store;
  /** For people: which PostgreSQL it is. */
  readonly description: string;
  close(): Promise<void>;
}

export interface StoreProgress {
  readonly onNotice: (line: string) => void;
  readonly onProblem: (where: string, error: unknown) => void;
}

/**
 * Opens the store. A database of somebody else's may be away at the start: events wait in the spool until it is there.
 * Throws STORE_… where the server's own cannot be started, or the schema is of a later version.
 */
export async function openServerStore(config: Config, progress: StoreProgress): Promise<ServerStore> {
  const connected = await connectStore(config, progress);
  try {
    await prepareSchema(connected.store, progress);
    return connected;
  } catch (error) {
    await connected.close();
    throw error;
  }
}

/** The store as it is: an embedded PostgreSQL is started, the schema is left alone. Throws STORE_… where it cannot be. */
export async function connectStore(config: Config, progress: StoreProgress): Promise<ServerStore> {
  const url = config.store.databaseUrl?.reveal();
  const { maxConnections } = config.store;
  if (url !== undefined) {
    const store = openStore({ connection: { connectionString: url }, maxConnections });
    return { store, description: `PostgreSQL at ${hostOf(url)}`, close: () => store.close() };
  }
  const { postgresql: dataDir } = dataFolder(config);
  const embedded = await startEmbeddedPostgresql({
    dataDir,
    onNotice: progress.onNotice,
    onProblem: error => progress.onProblem('PostgreSQL', error),
  });
  const store = openStore({ connection: embedded.connection, maxConnections });
  return {
    store,
    description: `PostgreSQL ${embedded.version} of its own in ${dataDir}`,
    close: () => closeAll([store.close, embedded.stop]),
  };
}

/** What fails for now is tried again with the first batch. */
async function prepareSchema(store: Store, { onNotice, onProblem }: StoreProgress): Promise<void> {
  try {
    const steps = await store.migrate();
    if (steps.length > 0) onNotice(`made the tables of: ${steps.join(', ')}`);
  } catch (error) {
    if (isAiwatchError(error)) throw error;
    onProblem('preparing the database', error);
  }
}

/** Without user and password. */
function hostOf(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return `${host || 'a local socket'}${pathname}`;
  } catch {
    return 'the configured address';
  }
}
