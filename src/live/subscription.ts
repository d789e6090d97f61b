import { LIVE_CHANNELS, type LiveChannel, type LiveFilter } from '../api/live.ts';
import { AiwatchError, describe } from '../errors.ts';
import type { FeedPosition } from '../events/index.ts';
import type { LiveItem, LiveMessage } from './live-item.ts';
import { parsePosition } from './position.ts';

/** What a subscriber wants, checked. */
export interface Subscription {
  readonly channels: readonly LiveChannel[];
  readonly filter: LiveFilter;
  readonly since: FeedPosition | undefined;
  readonly packets: boolean;
  /** The same for all who are to get the same. */
  readonly key: string;
}

const MAX_TYPES = 50;
const MAX_TEXT_LENGTH = 200;
const KNOWN_CHANNELS: ReadonlySet<unknown> = new Set(LIVE_CHANNELS);

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a `LiveSubscription` that came from outside; nothing at all is one too, of all events from now on. Fields that
 * are not known are passed over. Throws LIVE_SUBSCRIPTION_INVALID.
 */
export function parseSubscription(where: string, input: unknown): Subscription {
  const fields = readObject(where, 'subscription', input ?? {});
  const channels = readChannels(where, fields['channels'] ?? ['events']);
  const filter = readFilter(where, fields['filter'] ?? {});
  const packets = fields['packets'] === true;
  const since = fields['since'] ?? undefined;
  return {
    channels,
    filter,
    packets,
    since: since === undefined ? undefined : readPosition(where, since),
    key: JSON.stringify([channels, filter.types, filter.userId, filter.sessionId]),
  };
}

/** Throws LIVE_SUBSCRIPTION_INVALID for what is no position of ours. */
function readPosition(where: string, value: unknown): FeedPosition {
  const position = typeof value === 'string' ? parsePosition(value) : undefined;
  return position ?? refuse(where, 'since', 'a position that this feed has given', value);
}

function readObject(where: string, field: string, value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  return refuse(where, field, 'an object', value);
}

function readChannels(where: string, value: unknown): readonly LiveChannel[] {
  const isList = Array.isArray(value) && value.length > 0 && value.length <= LIVE_CHANNELS.length;
  if (isList && value.every(each => KNOWN_CHANNELS.has(each)))
    return [...new Set(value as LiveChannel[])].sort();
  return refuse(where, 'channels', `a list of ${LIVE_CHANNELS.join(', ')}`, value);
}

function readFilter(where: string, value: unknown): LiveFilter {
  const { types, userId, sessionId } = readObject(where, 'filter', value);
  return {
    ...(types != null && { types: readTypes(where, types) }),
    ...(userId != null && { userId: readText(where, 'filter.userId', userId) }),
    ...(sessionId != null && { sessionId: readText(where, 'filter.sessionId', sessionId) }),
  };
}

function readTypes(where: string, value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.length > MAX_TYPES)
    return refuse(where, 'filter.types', `a list of up to ${MAX_TYPES} types`, value);
  return value.map(each => readText(where, 'filter.types', each)).sort();
}

function readText(where: string, field: string, value: unknown): string {
  if (typeof value === 'string' && value.length <= MAX_TEXT_LENGTH) return value;
  return refuse(where, field, `a text of up to ${MAX_TEXT_LENGTH} characters`, value);
}

function refuse(where: string, field: string, expected: string, value: unknown): never {
  throw new AiwatchError('LIVE_SUBSCRIPTION_INVALID', { where, field, expected, found: describe(value) });
}

/** Channels that bring what is stored; metrics and health are not. */
const EVENT_CHANNELS: readonly LiveChannel[] = ['events', 'messages', 'errors'];

/** Whether a subscription asks for anything that is stored. */
export function followsEvents({ channels }: Subscription): boolean {
  return channels.some(channel => EVENT_CHANNELS.includes(channel));
}

/** Whether an item passes a filter. What is of no event passes those of all. */
function matches({ types, userId, sessionId }: LiveFilter, { event }: LiveItem): boolean {
  if (event === undefined) return true;
  if (types !== undefined && !types.includes(event.type)) return false;
  if (userId !== undefined && event.userId !== userId) return false;
  return sessionId === undefined || event.sessionId === sessionId;
}

/** What a subscription gets of an item: nothing, one message, or one for each of its channels that it is for. */
export function messagesFor({ channels, filter }: Subscription, item: LiveItem): readonly LiveMessage[] {
  if (!matches(filter, item)) return [];
  return channels.flatMap(channel => item.messageFor(channel) ?? []);
}
