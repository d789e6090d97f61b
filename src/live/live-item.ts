import type { LiveChannel, LiveFrame } from '../api/live.ts';
import type { FeedPosition } from '../events/index.ts';
import { formatPosition } from './position.ts';

/** What subscribers are sent: an event under the name of its channel, or a frame. The data is JSON already. */
export interface LiveMessage {
  readonly type: 'monitoring:event' | LiveFrame['type'];
  readonly json: string;
  /** ISO 8601. */
  readonly timestamp: string;
  /** Undefined for what is not stored, and so cannot be asked for again. */
  readonly position: string | undefined;
}

/** Something for subscribers. Each message of it is serialised once, when the first who wants it is there. */
export interface LiveItem {
  /** Of a stored event, behind it. */
  readonly at: FeedPosition | undefined;
  /** Of a stored event; what filters ask for. */
  readonly event:
    | { readonly type: string; readonly userId: string | null; readonly sessionId: string | null }
    | undefined;
  readonly sizeBytes: number;
  /** What subscribers of a channel get; undefined where it is not for them. */
  messageFor(channel: LiveChannel): LiveMessage | undefined;
}

/** As much of a stored event as the feed looks at. */
export interface FeedEvent {
  readonly type: string;
  readonly event: string;
  readonly userId: string | null;
  readonly sessionId: string | null;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Whether something from outside has all that the feed looks at. */
export function isFeedEvent(value: unknown): value is FeedEvent {
  if (typeof value !== 'object' || value === null) return false;
  const { type, userId, sessionId, timestamp, data } = value as Readonly<Record<keyof FeedEvent, unknown>>;
  const isId = (id: unknown) => id === null || typeof id === 'string';
  const hasTime = typeof timestamp === 'string' && !Number.isNaN(Date.parse(timestamp));
  const hasData = typeof data === 'object' && data !== null;
  return typeof type === 'string' && isId(userId) && isId(sessionId) && hasTime && hasData;
}

/** An event with its place in the order of storing. */
export interface PlacedFeedEvent {
  readonly event: FeedEvent;
  readonly leafIndex: number;
  readonly place: number;
}

/** Channels of the frames that are made of single events, by the type of the event. */
const FRAMES: Readonly<Record<string, { channel: LiveChannel; type: LiveFrame['type'] } | undefined>> = {
  chat: { channel: 'messages', type: 'message:new' },
  message: { channel: 'messages', type: 'message:new' },
  error: { channel: 'errors', type: 'error:occurred' },
};

/** @param json of the event, where the caller has it already. */
export function createEventItem(
  { event, leafIndex, place }: PlacedFeedEvent,
  json = JSON.stringify(event),
): LiveItem {
  const { type, userId, sessionId, timestamp } = event;
  const position = formatPosition(leafIndex, timestamp, place);
  const full: LiveMessage = { type: 'monitoring:event', json, timestamp, position };
  const frame = FRAMES[type];
  let derived: LiveMessage | undefined;
  return {
    at: { leafIndex, after: { timestamp, place } },
    event: { type, userId, sessionId },
    sizeBytes: json.length,
    messageFor: channel => {
      if (channel === 'events') return full;
      if (frame === undefined || frame.channel !== channel) return undefined;
      derived ??= {
        type: frame.type,
        json: JSON.stringify(frameData(JSON.parse(json) as FeedEvent)),
        timestamp,
        position,
      };
      return derived;
    },
  };
}

/** A frame of something that is not stored as an event. */
export function createFrameItem(channel: LiveChannel, { type, data, timestamp }: LiveFrame): LiveItem {
  const message: LiveMessage = { type, json: JSON.stringify(data ?? null), timestamp, position: undefined };
  return {
    at: undefined,
    event: undefined,
    sizeBytes: message.json.length,
    messageFor: asked => (asked === channel ? message : undefined),
  };
}

function frameData(event: FeedEvent): unknown {
  const { type, userId, sessionId, data } = event;
  return type === 'error' ? { ...data, userId, sessionId } : messageOf(event);
}

/** A message of a user as SPEC E names its fields; `response_time` is in milliseconds. */
function messageOf({ userId, timestamp, data }: FeedEvent) {
  return {
    user_id: userId,
    user_name: data['userName'] ?? null,
    message_text: data['messageText'] ?? data['userMessage'] ?? null,
    timestamp,
    response_time: data['responseTime'] ?? data['duration'] ?? null,
  };
}
