import { createPostgresqlCluster, startOnCluster } from './postgresql-cluster.ts';
import type { RunningServer, ServerOptions } from './running-server.ts';

/** Options of a PostgreSQL server. */
export interface PostgresqlOptions extends ServerOptions {
  /** Makes its data folder; of the same version. */
  readonly initdb: ServerOptions['program'];
}

/** The data goes when the server does, so it need not survive a crash. */
const SETTINGS = { fsync: 'off', shared_buffers: '32MB' };

/**
 * Starts PostgreSQL 15 or newer with an empty cluster, which is gone when it is stopped. The `url` has all that a
 * client needs, the password too.
 */
export async function startPostgresql(options: PostgresqlOptions): Promise<RunningServer> {
  const cluster = await createPostgresqlCluster({ initdb: options.initdb });
  try {
    const server = await startOnCluster(options, cluster, SETTINGS);
    return { ...server, stop: () => server.stop().finally(cluster.remove) };
  } catch (error) {
    await cluster.remove();
    throw error;
  }
}
