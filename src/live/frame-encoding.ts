import type { LiveMessage } from './live-item.ts';
import type { LiveEncoding } from './subscriber.ts';
import { encodeTextFrames } from './web-socket-frame.ts';

function buildText({ type, json, timestamp, position }: LiveMessage): string {
  const end = position === undefined ? '' : `,"position":"${position}"`;
  return `{"type":"${type}","data":${json},"timestamp":"${timestamp}"${end}}`;
}

/** JSON text frames `{ type, data, timestamp, position }` of a WebSocket, one for each message. */
export const frameEncoding: LiveEncoding<Buffer> = {
  key: 'websocket',
  encode: messages => encodeTextFrames(messages.map(buildText)),
  gap: gap => {
    const timestamp = new Date().toISOString();
    return encodeTextFrames([JSON.stringify({ type: 'monitoring:gap', data: gap, timestamp })]);
  },
};
