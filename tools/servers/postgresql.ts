import { randomUUID } from 'node:crypto';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandOptions, runCommand } from '../debian/run-command.ts';
import { acceptsSessions } from './postgresql-ready.ts';
import { type RunningServer, type ServerOptions, startServer } from './running-server.ts';
import { findUnprivilegedUser, type SystemUser } from './unprivileged-user.ts';

/** Options of a PostgreSQL server. */
export interface PostgresqlOptions extends ServerOptions {
  /** Makes its data folder; of the same version. */
  readonly initdb: ServerOptions['program'];
}

const USER = 'aiwatch';
const DATABASE = 'postgres';

/**
 * Starts PostgreSQL 15 or newer with an empty cluster, which is gone when it is stopped. The `url` has all that a
 * client needs, the password too. It refuses to run as root: there it runs as another user, in a folder of that user
 * directly below the system's own for temporary files, since others may be closed to it.
 */
export async function startPostgresql(options: PostgresqlOptions): Promise<RunningServer> {
  const user = findUnprivilegedUser();
  const folder = await mkdtemp(join(tmpdir(), 'aiwatch-postgresql-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const password = randomUUID();
    const dataDir = await createCluster(options.initdb, folder, password, user);
    const server = await startServer(
      { ...options, ...(user && { user }) },
      {
        url: `postgresql://${USER}:${password}@127.0.0.1:${options.port}/${DATABASE}`,
        args: [...listArguments(dataDir, options.port)],
        // SIGTERM would wait for clients to go.
        stopSignal: 'SIGINT',
        isReady: signal => acceptsSessions({ port: options.port, user: USER, database: DATABASE }, signal),
      },
    );
    return { ...server, stop: () => server.stop().finally(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function createCluster(
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

function listArguments(dataDir: string, port: number): readonly string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    // The data goes when the server does, so it need not survive a crash.
    fsync: 'off',
    shared_buffers: '32MB',
  };
  return [
    ...['-D', dataDir],
    ...['-p', String(port)],
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}
