import { answersOk } from './http-ready.ts';
import { type RunningServer, type ServerOptions, startServer } from './running-server.ts';

/** Options of a PostgreSQL exporter. */
export interface PostgresExporterOptions extends ServerOptions {
  /** The server it reads, `postgresql://user:password@host:port/database`. It need not run yet. */
  readonly postgresqlUrl: string;
}

/** Starts prometheus-postgres-exporter (postgres_exporter 0.11 or newer) with its default collectors. */
export function startPostgresExporter(options: PostgresExporterOptions): Promise<RunningServer> {
  const url = `http://127.0.0.1:${options.port}`;
  // By the environment: arguments, and so the password, are shown to everybody by ps.
  const env = { ...options.program.env, DATA_SOURCE_NAME: `${options.postgresqlUrl}?sslmode=disable` };
  return startServer(
    { ...options, program: { ...options.program, env } },
    {
      url,
      args: [`--web.listen-address=127.0.0.1:${options.port}`],
      isReady: signal => answersOk(`${url}/`, signal),
    },
  );
}
