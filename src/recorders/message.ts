import type { Catalogue } from '../catalogue/index.ts';
import { AiwatchError, describe } from '../errors.ts';
import { type ActivityContext, fitText } from '../events/index.ts';
import type { Registry } from '../metrics/index.ts';
import type { EventOptions } from './event-options.ts';

/** A message of a bot's user that was answered, or could not be. */
export interface MessageObservation {
  readonly userId: string | null;
  readonly sessionId?: string | undefined;
  /** Name of the user as the bot sees it. */
  readonly userName?: string | undefined;
  /** What the user wrote. */
  readonly messageText?: string | undefined;
  /** Milliseconds until the answer, 0 or more. */
  readonly responseTimeMs: number;
  /** Unix milliseconds, or ISO 8601. @default now */
  readonly timestamp?: string | number | undefined;
  /** @default 'success' */
  readonly status?: 'success' | 'error' | undefined;
  readonly context?: ActivityContext | undefined;
}

/** Turns messages of bots into metrics and events. */
export interface MessageRecorder {
  /** Throws METRIC_VALUE_INVALID or METRIC_VALUE_NEGATIVE for a response time that is no number of 0 or more. */
  record(message: MessageObservation): void;
}

const MAX_NAME_BYTES = 1024;
const MAX_MESSAGE_BYTES = 110 * 1024;

export function createMessageRecorder(
  registry: Registry,
  { chat }: Catalogue,
  { events }: EventOptions = {},
): MessageRecorder {
  const messages = registry.counter(chat.messages);
  const responseDuration = registry.histogram(chat.responseDuration).with({});
  return {
    record: message => {
      responseDuration.observe(checkAmount(message.responseTimeMs) / 1000);
      messages.with({ status: message.status ?? 'success' }).inc();
      events?.emitIn(message.context, buildEvent(message));
    },
  };
}

function checkAmount(amountMs: number): number {
  if (!(amountMs < 0)) return amountMs;
  throw new AiwatchError('METRIC_VALUE_NEGATIVE', {
    where: 'responseTimeMs',
    found: describe(amountMs),
  });
}

function buildEvent(message: MessageObservation) {
  const { userId, sessionId, timestamp, userName, messageText, responseTimeMs, status } = message;
  const data = {
    ...(userName !== undefined && { userName: fitText(userName, MAX_NAME_BYTES) }),
    ...(messageText !== undefined && { messageText: fitText(messageText, MAX_MESSAGE_BYTES) }),
    responseTime: responseTimeMs,
    ...(status === 'error' && { status }),
  };
  return { type: 'message', event: 'processed', userId, sessionId, timestamp, data };
}
