import { answersOk } from './http-ready.ts';
import { type RunningServer, type ServerOptions, startServer } from './running-server.ts';

/** Starts prometheus-pushgateway (1.5 or newer), which keeps what was pushed as long as it runs. */
export function startPushgateway(options: ServerOptions): Promise<RunningServer> {
  const url = `http://127.0.0.1:${options.port}`;
  return startServer(options, {
    url,
    args: [`--web.listen-address=127.0.0.1:${options.port}`],
    isReady: signal => answersOk(`${url}/-/ready`, signal),
  });
}
