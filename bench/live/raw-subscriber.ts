import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** Where what comes is put, and forgotten: one place for all. */
const SINK = Buffer.allocUnsafe(256 * 1024);
const MAX_SHORT_BYTES = 125;

/** What is sent when something comes that has this in it. */
export type Step = readonly [trigger: string, message: string];

/**
 * A subscriber of socket.io who reads what comes as fast as the machine can, and looks at nothing.
 * @param answer what has come when it is subscribed
 */
export function connectRaw(port: number, steps: readonly Step[], answer: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let isReady = false;
    const socket: Socket = connect({
      port,
      host: '127.0.0.1',
      onread: {
        buffer: SINK,
        callback: bytes => {
          if (isReady) return true;
          const text = SINK.toString('latin1', 0, bytes);
          isReady = text.includes(answer);
          if (isReady) resolve();
          for (const [trigger, message] of steps) if (text.includes(trigger)) socket.write(frameOf(message));
          return true;
        },
      },
    });
    socket.on('error', reject);
    socket.write(
      `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\n` +
        `Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
    );
  });
}

/** A text in one masked frame (RFC 6455 section 5.2); a mask of zeros leaves it as it is. */
function frameOf(text: string): Buffer {
  const body = Buffer.from(text);
  const isShort = body.length <= MAX_SHORT_BYTES;
  const header = Buffer.alloc(isShort ? 6 : 8);
  header[0] = 0x81;
  header[1] = 0x80 | (isShort ? body.length : 126);
  if (!isShort) header.writeUInt16BE(body.length, 2);
  return Buffer.concat([header, body]);
}
