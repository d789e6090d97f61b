import { runCommand } from '../debian/run-command.ts';
import { type RunningServer, type ServerOptions, startServer } from './running-server.ts';

/** Options of a steady load on PostgreSQL. */
export interface PgbenchOptions extends Omit<ServerOptions, 'port'> {
  /** The server it works with, `postgresql://user:password@host:port/database`. Must run. */
  readonly postgresqlUrl: string;
  readonly transactionsPerSecond: number;
}

/** What its sessions call themselves in `pg_stat_activity`. */
const APPLICATION_NAME = 'pgbench';

/** Longest that pgbench can be told to run, in seconds; it is stopped before. */
const LONGEST_SECONDS = 2 ** 31 - 1;

/** Makes the tables of pgbench (some 20 MB) and works with them, by two clients, until it is stopped. */
export async function startPgbench(options: PgbenchOptions): Promise<RunningServer> {
  const { program, postgresqlUrl, transactionsPerSecond } = options;
  const { hostname, port, username, password, pathname } = new URL(postgresqlUrl);
  const env = {
    ...program.env,
    PGHOST: hostname,
    PGPORT: port,
    PGUSER: username,
    PGPASSWORD: password,
    PGDATABASE: pathname.slice(1),
    PGAPPNAME: APPLICATION_NAME,
  };
  const { exitCode, stderr } = await runCommand(program.path, ['--initialize', '--quiet'], {
    env,
    timeoutMs: 60_000,
  });
  if (exitCode !== 0) throw new Error(`pgbench --initialize failed:\n${stderr}`);
  return startServer(
    { ...options, port: Number(port), program: { ...program, env } },
    {
      url: postgresqlUrl,
      args: [
        ...['--client', '2'],
        ...['--rate', String(transactionsPerSecond)],
        ...['--time', String(LONGEST_SECONDS)],
      ],
      isClient: true,
      // It says nothing until its end.
      isReady: async () => true,
    },
  );
}
