import * as ws from 'ws';
import type { LiveGap } from '../api/live.ts';
import type { LiveMessage } from './live-item.ts';
import type { LiveEncoding } from './subscriber.ts';

/** A packet of socket.io, and the whole WebSocket frame around it, which is the same for all who get it. */
export interface EncodedPacket {
  readonly text: string;
  readonly frame: readonly Buffer[];
}

/** Type of a packet that is an event, https://socket.io/docs/v4/socket-io-protocol/ */
const EVENT = 2;
/** Type of a message of Engine.IO that carries a packet. */
const MESSAGE = 4;
const TEXT_FRAME = { fin: true, rsv1: false, opcode: 1, mask: false, readOnly: false } as const;

type FrameOf = (data: Buffer, options: typeof TEXT_FRAME) => readonly Buffer[];
/** Exported by ws, though its types leave it out. */
const { Sender } = ws as unknown as { readonly Sender: { readonly frame: FrameOf } };

function encodePacket(namespace: string, args: string): EncodedPacket {
  const text = `${EVENT}${namespace === '/' ? '' : `${namespace},`}[${args}]`;
  return { text, frame: Sender.frame(Buffer.from(`${MESSAGE}${text}`), TEXT_FRAME) };
}

function buildArgs({ type, json, timestamp, position }: LiveMessage): string {
  const place = position === undefined ? undefined : JSON.stringify(position);
  // The plain event comes first, as clients expect it that know of nothing else.
  if (type === 'monitoring:event') return `"${type}",${json},${place}`;
  const end = place === undefined ? '' : `,"position":${place}`;
  return `"${type}",{"type":"${type}","data":${json},"timestamp":"${timestamp}"${end}}`;
}

function buildEventList(messages: readonly LiveMessage[]): string {
  const events = messages.map(({ json, position }) => `{"position":"${position}","event":${json}}`);
  return `"monitoring:events",[${events.join(',')}]`;
}

/**
 * Packets of socket.io for one namespace, one for each message.
 * @param isBatched events come together, in one packet for all of a tick
 */
export function createSocketIoEncoding(
  namespace: string,
  isBatched: boolean,
): LiveEncoding<readonly EncodedPacket[]> {
  const encodeEach = (messages: readonly LiveMessage[]) =>
    messages.map(message => encodePacket(namespace, buildArgs(message)));
  const encodeTogether = (messages: readonly LiveMessage[]) => {
    const events = messages.filter(({ type }) => type === 'monitoring:event');
    const others = messages.filter(({ type }) => type !== 'monitoring:event');
    const packets = encodeEach(others);
    return events.length === 0 ? packets : [encodePacket(namespace, buildEventList(events)), ...packets];
  };
  return {
    key: `socket.io ${namespace} ${isBatched ? 'packets' : 'single'}`,
    encode: isBatched ? encodeTogether : encodeEach,
    gap: (gap: LiveGap) => [encodePacket(namespace, `"monitoring:gap",${JSON.stringify(gap)}`)],
  };
}
