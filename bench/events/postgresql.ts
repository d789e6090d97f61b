import { findProgram, isProgram, type Program } from '../../tools/debian/find-program.ts';
import type { ProgramName } from '../../tools/debian/programs.ts';
import { findFreePort } from '../../tools/servers/free-port.ts';
import { createPostgresqlCluster, startOnCluster } from '../../tools/servers/postgresql-cluster.ts';
import { loadBuilt } from './built.ts';

/** A PostgreSQL that runs for a benchmark. */
export interface BenchPostgresql {
  readonly url: string;
  /** Ends it; its files stay. */
  stop(): Promise<void>;
  /** Starts it again on its files and its port. */
  start(): Promise<void>;
  /** Ends it and removes its files. */
  remove(): Promise<void>;
}

/** Starts the PostgreSQL of the machine with an empty cluster and the settings of the one that aiwatch runs itself. */
export async function startBenchPostgresql(): Promise<BenchPostgresql> {
  const [program, initdb] = [await requireProgram('postgres'), await requireProgram('initdb')];
  const port = await findFreePort();
  const cluster = await createPostgresqlCluster({ initdb });
  const settings = await listSettings();
  const run = () => startOnCluster({ program, port, stopTimeoutMs: 60_000 }, cluster, settings);
  let server = await run();
  return {
    url: server.url,
    stop: () => server.stop(),
    start: async () => {
      server = await run();
    },
    remove: () => server.stop().finally(cluster.remove),
  };
}

/** All but those that say where it listens. */
async function listSettings(): Promise<Readonly<Record<string, string>>> {
  const built = await loadBuilt<typeof import('../../dist/store/embedded/settings.js')>(
    'store/embedded/settings.js',
  );
  const settings = Object.entries(built.listSettings(''));
  return Object.fromEntries(
    settings.filter(([name]) => !/^(listen_addresses|port|unix_socket_.*)$/.test(name)),
  );
}

async function requireProgram(name: ProgramName): Promise<Program> {
  const found = await findProgram(name);
  if (isProgram(found)) return found;
  throw new Error(`${name} is missing: ${found.reason}; ${found.hint}`);
}
