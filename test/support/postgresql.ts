import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { findFreePort } from '../../tools/servers/free-port.ts';
import {
  createPostgresqlCluster,
  type PostgresqlCluster,
  startOnCluster,
} from '../../tools/servers/postgresql-cluster.ts';
import type { RunningServer } from '../../tools/servers/running-server.ts';
import type { RequiredPrograms } from './servers.ts';

/** How the server of a suite is to run. */
export interface TestPostgresqlOptions {
  /** Whether commits wait for the disk, as in earnest. Default: false, which is faster; a killed server keeps its data so too. */
  readonly fsync?: boolean;
  /** Further settings of postgresql.conf, e.g. `{ max_connections: '20' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A PostgreSQL of a test file. Its address and password stay the same whatever is done to it. */
export interface TestPostgresql {
  /** Of the database `postgres`, as its superuser. */
  readonly url: string;
  /** Process id of the running postmaster. Throws while none runs. */
  pid(): number;
  /** A new empty database; returns its URL. */
  createDatabase(): Promise<string>;
  /** Ends it at once, as an operator would: open sessions are cut off. It can be started again. */
  stop(): Promise<void>;
  /** Kills the postmaster (SIGKILL). It can be started again. */
  kill(): Promise<void>;
  /** Starts it again on the same files and port, and waits until it answers. */
  start(): Promise<void>;
  /** Stops it, and starts an empty one in its place: same port, same password, none of its databases. */
  replaceByEmpty(): Promise<void>;
  /** Stops it and removes its files. */
  close(): Promise<void>;
}

/**
 * Starts the server of a test file, once in a `beforeAll`:
 * `const programs = await requirePrograms('postgres', 'initdb')`, then `await startTestPostgresql(programs)`;
 * `close` it in the `afterAll`. Each test takes a database of its own by `createDatabase()`.
 */
export async function startTestPostgresql(
  programs: RequiredPrograms,
  options: TestPostgresqlOptions = {},
): Promise<TestPostgresql> {
  const [program, initdb, port] = [programs.get('postgres'), programs.get('initdb'), await findFreePort()];
  const settings = {
    fsync: options.fsync === true ? 'on' : 'off',
    shared_buffers: '32MB',
    ...options.settings,
  };
  let cluster = await createPostgresqlCluster({ initdb });
  const run = () => startPatiently(() => startOnCluster({ program, port }, cluster, settings));
  let server: RunningServer | undefined = await run();
  const { url } = server;
  let databases = 0;

  const stop = async (): Promise<void> => {
    await server?.stop();
    server = undefined;
  };
  const start = async (): Promise<void> => {
    server ??= await run();
  };
  return {
    url,
    pid: () => requireServer(server).pid,
    createDatabase: () => createDatabase(url, `test_${++databases}`),
    stop,
    start,
    async kill() {
      const { pid, ended } = requireServer(server);
      process.kill(pid, 'SIGKILL');
      await ended;
      server = undefined;
    },
    async replaceByEmpty() {
      await stop();
      cluster = await replaceCluster(cluster, initdb);
      await start();
    },
    close: () => stop().finally(() => cluster.remove()),
  };
}

function requireServer(server: RunningServer | undefined): RunningServer {
  if (server === undefined) throw new Error('the PostgreSQL of this test does not run now');
  return server;
}

/** Makes an empty database on a server. @returns its URL */
export async function createDatabase(url: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
  const own = new URL(url);
  own.pathname = `/${name}`;
  return own.href;
}

async function replaceCluster(
  { password, remove }: PostgresqlCluster,
  initdb: Parameters<typeof createPostgresqlCluster>[0]['initdb'],
): Promise<PostgresqlCluster> {
  await remove();
  return createPostgresqlCluster({ initdb, password });
}

/** The sessions of a killed postmaster hold its shared memory until they notice, and no other may start before. */
async function startPatiently(run: () => Promise<RunningServer>): Promise<RunningServer> {
  for (let attemptsLeft = 20; ; attemptsLeft--) {
    try {
      return await run();
    } catch (error) {
      if (attemptsLeft === 0 || !/pre-existing shared memory|is taken/.test(String(error))) throw error;
      await sleep(100);
    }
  }
}
