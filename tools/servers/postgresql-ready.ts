import { connect } from 'node:net';

/** Whom to ask for a session, and as whom. */
interface Session {
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

/** Version 3.0 of PostgreSQL's protocol, as its startup message writes it. */
const PROTOCOL_VERSION = 3 << 16;

/** First byte of the answer that asks for a password; while it starts or stops, an error (`E`) comes instead. */
const AUTHENTICATION = 'R';

/** Whether PostgreSQL on 127.0.0.1 takes sessions now. Asks for one and hangs up at the answer. */
export function acceptsSessions(session: Session, signal: AbortSignal): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host: '127.0.0.1', port: session.port, signal });
    let answer = '';
    socket.setEncoding('latin1');
    socket.on('connect', () => socket.write(buildStartupMessage(session)));
    socket.on('data', (text: string) => {
      answer += text;
      socket.destroy();
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer.startsWith(AUTHENTICATION)));
  });
}

function buildStartupMessage({ user, database }: Session): Buffer {
  const parameters = Buffer.from(`user\0${user}\0database\0${database}\0\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(head.length + parameters.length, 0);
  head.writeInt32BE(PROTOCOL_VERSION, 4);
  return Buffer.concat([head, parameters]);
}
