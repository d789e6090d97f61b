import { answersOk } from './http-ready.ts';
import { type RunningServer, type ServerOptions, startServer } from './running-server.ts';

/** Options of a Redis exporter. */
export interface RedisExporterOptions extends ServerOptions {
  /** The server it reads, `redis://host:port`. It need not run yet. */
  readonly redisUrl: string;
}

/** Starts prometheus-redis-exporter (redis_exporter 1.45 or newer). */
export function startRedisExporter(options: RedisExporterOptions): Promise<RunningServer> {
  const url = `http://127.0.0.1:${options.port}`;
  return startServer(options, {
    url,
    args: [`-redis.addr=${options.redisUrl}`, `-web.listen-address=127.0.0.1:${options.port}`],
    isReady: signal => answersOk(`${url}/health`, signal),
  });
}
