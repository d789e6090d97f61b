import { answersOk } from './http-ready.ts';
import type { PrometheusOptions } from './prometheus.ts';
import { type RunningServer, startServer } from './running-server.ts';

/** Options of a Prometheus that keeps nothing; `dataDir` is where samples wait until they are sent. */
export type PrometheusAgentOptions = Omit<PrometheusOptions, 'retention' | 'resendDelay'>;

/** Starts Prometheus 2.42 or newer, below 3, in agent mode: it scrapes and sends, and answers no queries. */
export function startPrometheusAgent(options: PrometheusAgentOptions): Promise<RunningServer> {
  const url = `http://127.0.0.1:${options.port}`;
  return startServer(options, {
    url,
    args: [
      '--enable-feature=agent',
      `--config.file=${options.configFile}`,
      `--storage.agent.path=${options.dataDir}`,
      `--web.listen-address=127.0.0.1:${options.port}`,
    ],
    isReady: signal => answersOk(`${url}/-/ready`, signal),
  });
}
