import { answersOk } from './http-ready.ts';
import { type RunningServer, type ServerOptions, startServer } from './running-server.ts';

/** Options of an Alertmanager. */
export interface AlertmanagerOptions extends ServerOptions {
  readonly configFile: string;
  /** Folder of its silences and notification log; made if it is not there. */
  readonly dataDir: string;
}

/** Starts a single Alertmanager, 0.25 or newer, that looks for no others. */
export function startAlertmanager(options: AlertmanagerOptions): Promise<RunningServer> {
  const url = `http://127.0.0.1:${options.port}`;
  return startServer(options, {
    url,
    args: [
      `--config.file=${options.configFile}`,
      `--storage.path=${options.dataDir}`,
      `--web.listen-address=127.0.0.1:${options.port}`,
      // Empty: no gossip with other instances, and no port for it.
      '--cluster.listen-address=',
    ],
    isReady: signal => answersOk(`${url}/-/ready`, signal),
  });
}
