import type { LiveMessage } from './live-item.ts';
import type { LiveEncoding } from './subscriber.ts';

function encodeFrame({ type, json, timestamp, position }: LiveMessage): Buffer {
  const end = position === undefined ? '' : `,"position":"${position}"`;
  return Buffer.from(`{"type":"${type}","data":${json},"timestamp":"${timestamp}"${end}}`);
}

/** JSON text frames `{ type, data, timestamp, position }` of a WebSocket, one for each message. */
export const frameEncoding: LiveEncoding<readonly Buffer[]> = {
  key: 'websocket',
  encode: messages => messages.map(encodeFrame),
  gap: gap => [
    Buffer.from(JSON.stringify({ type: 'monitoring:gap', data: gap, timestamp: new Date().toISOString() })),
  ],
};
