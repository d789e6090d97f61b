import type { LiveGap } from '../api/live.ts';
import type { LiveMessage } from './live-item.ts';
import type { LiveEncoding } from './subscriber.ts';
import { encodeTextFrames } from './web-socket-frame.ts';

/** Packets of socket.io that are sent together; the same for all who get them. */
export interface EncodedPackets {
  /** As the data of one message of Engine.IO, of which long polling makes as many again. */
  readonly text: string;
  /** The WebSocket frames around them. */
  readonly frames: Buffer;
}

/** Type of a packet that is an event, https://socket.io/docs/v4/socket-io-protocol/ */
const EVENT = 2;
/** Type of a message of Engine.IO that carries a packet. */
const MESSAGE = 4;
/** What is between the messages that a poll is answered with, https://socket.io/docs/v4/engine-io-protocol/; never in JSON. */
const SEPARATOR = '\x1e';

function encodePackets(namespace: string, listOfArgs: readonly string[]): EncodedPackets {
  const head = `${EVENT}${namespace === '/' ? '' : `${namespace},`}`;
  const packets = listOfArgs.map(args => `${head}[${args}]`);
  return {
    text: packets.join(`${SEPARATOR}${MESSAGE}`),
    frames: encodeTextFrames(packets.map(packet => `${MESSAGE}${packet}`)),
  };
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
export function createSocketIoEncoding(namespace: string, isBatched: boolean): LiveEncoding<EncodedPackets> {
  const encodeEach = (messages: readonly LiveMessage[]) => encodePackets(namespace, messages.map(buildArgs));
  const encodeTogether = (messages: readonly LiveMessage[]) => {
    const events = messages.filter(({ type }) => type === 'monitoring:event');
    const others = messages.filter(({ type }) => type !== 'monitoring:event').map(buildArgs);
    return encodePackets(namespace, events.length === 0 ? others : [buildEventList(events), ...others]);
  };
  return {
    key: `socket.io ${namespace} ${isBatched ? 'packets' : 'single'}`,
    encode: isBatched ? encodeTogether : encodeEach,
    gap: (gap: LiveGap) => encodePackets(namespace, [`"monitoring:gap",${JSON.stringify(gap)}`]),
  };
}
