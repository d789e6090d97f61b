import { answersOk } from './http-ready.ts';
import { type RunningServer, type ServerOptions, startServer } from './running-server.ts';

/** Options of a single VictoriaMetrics. */
export interface VictoriaMetricsOptions extends ServerOptions {
  /** Folder of its database; made if it is not there. */
  readonly dataDir: string;
}

/** Starts VictoriaMetrics 1.79 or newer, which shows samples as soon as they are in. */
export function startVictoriaMetrics(options: VictoriaMetricsOptions): Promise<RunningServer> {
  const url = `http://127.0.0.1:${options.port}`;
  return startServer(options, {
    url,
    args: [
      `-httpListenAddr=127.0.0.1:${options.port}`,
      `-storageDataPath=${options.dataDir}`,
      '-retentionPeriod=1d',
      // By default it hides the last 30 seconds, in which samples may still be missing.
      '-search.latencyOffset=0s',
    ],
    isReady: signal => answersOk(`${url}/health`, signal),
  });
}
