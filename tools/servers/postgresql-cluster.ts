import { randomUUID } from 'node:crypto';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandOptions, runCommand } from '../debian/run-command.ts';
import { acceptsSessions } from './postgresql-ready.ts';
import { type RunningServer, type ServerOptions, startServer } from './running-server.ts';
import { findUnprivilegedUser, type SystemUser } from './unprivileged-user.ts';

/** What a cluster is made for. */
export interface ClusterOptions {
  /** Makes its data folder. */
  readonly initdb: ServerOptions['program'];
  /** Password of its one user. Default: a random one. */
  readonly password?: string;
}

/** The files of a PostgreSQL server, which may run on them again and again. */
export interface PostgresqlCluster {
  readonly password: string;
  readonly dataDir: string;
  /** Who the server runs as; undefined for this process' own user. */
  readonly user: SystemUser | undefined;
  /** Removes all of it. No server may run on it. */
  remove(): Promise<void>;
}

const USER = 'aiwatch';
const DATABASE = 'postgres';

/**
 * Makes an empty cluster in a folder of its own directly below the system's for temporary files, since others may be
 * closed to the user that it runs as: as root PostgreSQL refuses to run.
 */
export async function createPostgresqlCluster(options: ClusterOptions): Promise<PostgresqlCluster> {
  const user = findUnprivilegedUser();
  const folder = await mkdtemp(join(tmpdir(), 'aiwatch-postgresql-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  const password = options.password ?? randomUUID();
  try {
    const dataDir = await runInitdb(options.initdb, folder, password, user);
    return { password, dataDir, user, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/**
 * Starts PostgreSQL of the cluster's version on its files. The `url` has all that a client needs, the password too.
 * `settings` are those of postgresql.conf.
 */
export function startOnCluster(
  options: ServerOptions,
  cluster: PostgresqlCluster,
  settings: Readonly<Record<string, string>>,
): Promise<RunningServer> {
  const { port } = options;
  return startServer(
    { ...options, ...(cluster.user && { user: cluster.user }) },
    {
      url: `postgresql://${USER}:${cluster.password}@127.0.0.1:${port}/${DATABASE}`,
      args: listArguments(cluster.dataDir, port, settings),
      // SIGTERM would wait for clients to go.
      stopSignal: 'SIGINT',
      isReady: signal => acceptsSessions({ port, user: USER, database: DATABASE }, signal),
    },
  );
}

async function runInitdb(
  initdb: ServerOptions['program'],
  folder: string,
  password: string,
  user: SystemUser | undefined,
): Promise<string> {
  const [dataDir, passwordFile] = [join(folder, 'data'), join(folder, 'password')];
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user !== undefined) {
    for (const path of [folder, passwordFile]) await chown(path, user.uid, user.gid);
  }
  const args = [
    ...['--pgdata', dataDir],
    ...['--username', USER],
    ...['--pwfile', passwordFile],
    ...['--auth', 'scram-sha-256'],
    ...['--encoding', 'UTF8', '--locale', 'C'],
    '--no-sync',
  ];
  const options: CommandOptions = { cwd: folder, env: initdb.env, timeoutMs: 60_000, ...(user && { user }) };
  const { exitCode, stdout, stderr } = await runCommand(initdb.path, args, options);
  if (exitCode !== 0) throw new Error(`initdb failed:\n${stdout}${stderr}`);
  return dataDir;
}

function listArguments(
  dataDir: string,
  port: number,
  settings: Readonly<Record<string, string>>,
): readonly string[] {
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings };
  return [
    ...['-D', dataDir],
    ...['-p', String(port)],
    ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}
