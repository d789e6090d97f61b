import { answersOk } from './http-ready.ts';
import { type RunningServer, type ServerOptions, startServer } from './running-server.ts';

/** Options of a Prometheus server. */
export interface PrometheusOptions extends ServerOptions {
  readonly configFile: string;
  /** Folder of its time series database; made if it is not there. */
  readonly dataDir: string;
  /** How long samples are kept, as Prometheus writes durations. Default: `1d`. */
  readonly retention?: string;
  /** Least time before an alert is sent again (`--rules.alert.resend-delay`). Default: Prometheus's own, `1m`. */
  readonly resendDelay?: string;
}

/** Starts Prometheus 2.42 or newer, with exemplars, and `POST /-/reload` allowed. */
export function startPrometheus(options: PrometheusOptions): Promise<RunningServer> {
  const url = `http://127.0.0.1:${options.port}`;
  return startServer(options, {
    url,
    args: [
      `--config.file=${options.configFile}`,
      `--storage.tsdb.path=${options.dataDir}`,
      `--storage.tsdb.retention.time=${options.retention ?? '1d'}`,
      `--web.listen-address=127.0.0.1:${options.port}`,
      '--web.enable-lifecycle',
      '--enable-feature=exemplar-storage',
      ...(options.resendDelay === undefined ? [] : [`--rules.alert.resend-delay=${options.resendDelay}`]),
    ],
    isReady: signal => answersOk(`${url}/-/ready`, signal),
  });
}
