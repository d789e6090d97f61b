import type { ApiEvent, LiveFrame } from '../../../../src/api/live.ts';

/** A message of a user, as the feed shows it. */
export interface LiveMessage {
  /** The same for a message that came by the feed and by the history. */
  readonly key: string;
  readonly userId: string | null;
  readonly userName: string;
  readonly text: string;
  /** ISO 8601. */
  readonly timestamp: string;
  /** Null where it is not known. */
  readonly responseTimeMs: number | null;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const nullableText = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function buildMessage(
  fields: Omit<LiveMessage, 'key' | 'userName'> & { readonly name: unknown },
): LiveMessage {
  const { name, ...message } = fields;
  const userName = textOf(name) || message.userId || 'nobody';
  return { ...message, userName, key: `${message.timestamp} ${message.userId} ${message.text}` };
}

/** From a frame `message:new`, in the names of SPEC E; undefined where it is none. */
export function messageOfFrame({ type, data }: LiveFrame): LiveMessage | undefined {
  if (type !== 'message:new' || typeof data !== 'object' || data === null) return undefined;
  const fields = data as Readonly<Record<string, unknown>>;
  return buildMessage({
    userId: nullableText(fields['user_id']),
    name: fields['user_name'],
    text: textOf(fields['message_text']),
    timestamp: textOf(fields['timestamp']),
    responseTimeMs: numberOf(fields['response_time']),
  });
}

/** From a stored event of the types `chat` and `message`. */
export function messageOfEvent({ userId, timestamp, data }: ApiEvent): LiveMessage {
  return buildMessage({
    userId,
    name: data['userName'],
    text: textOf(data['messageText'] ?? data['userMessage']),
    timestamp,
    responseTimeMs: numberOf(data['responseTime'] ?? data['duration']),
  });
}
