import { connect } from 'node:net';
import { type RunningServer, type ServerOptions, startServer } from './running-server.ts';

/** Options of a Redis server. */
export interface RedisOptions extends ServerOptions {
  /** Working folder; must be there. Nothing is written to it unless a client asks for it. */
  readonly dataDir: string;
  /** Limit of its memory, as Redis writes sizes (`64mb`). Default: none. */
  readonly maxMemory?: string;
}

/** Starts Redis without persistence. */
export function startRedis(options: RedisOptions): Promise<RunningServer> {
  return startServer(options, {
    url: `redis://127.0.0.1:${options.port}`,
    args: [
      ...['--port', String(options.port)],
      ...['--bind', '127.0.0.1'],
      ...['--dir', options.dataDir],
      ...['--save', ''],
      ...['--appendonly', 'no'],
      ...(options.maxMemory === undefined ? [] : ['--maxmemory', options.maxMemory]),
    ],
    isReady: signal => answersPing(options.port, signal),
  });
}

/** Whether a Redis server answers PING; a server that still loads its data answers with an error. */
function answersPing(port: number, signal: AbortSignal): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host: '127.0.0.1', port, signal });
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('connect', () => socket.write('PING\r\n'));
    socket.on('data', (text: string) => {
      answer += text;
      if (answer.includes('\n')) {
        socket.destroy();
      }
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer.startsWith('+PONG')));
  });
}
