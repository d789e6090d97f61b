import { AiwatchError, describe } from '../errors.ts';
import { currentContext } from '../events/index.ts';
import type { MessageObservation, MessageRecorder, ProblemRecorder } from '../recorders/index.ts';

export interface MessageHookOptions {
  readonly recorder: MessageRecorder;
  readonly problem: ProblemRecorder;
}

/** A message as a bot tells of it. */
export interface BotMessage extends Omit<MessageObservation, 'userId' | 'timestamp' | 'context'> {
  /** A text or a number. @default the user of the context */
  readonly userId?: string | number | null | undefined;
  /** When the user wrote it; Unix milliseconds, ISO 8601 or a date. @default now */
  readonly timestamp?: string | number | Date | undefined;
}

/** Tells of a message of a bot's user, once it is answered or has failed. Never throws. */
export type RecordMessage = (message: BotMessage) => void;

/** Makes the hook for messages of bots. */
export function createMessageHook({ recorder, problem }: MessageHookOptions): RecordMessage {
  return problem.guard('message', message => {
    const { timestamp } = checkMessage(message);
    const context = currentContext();
    recorder.record({
      ...message,
      userId: idOf(message.userId) ?? context?.userId ?? null,
      timestamp: timestamp instanceof Date ? timestamp.getTime() : timestamp,
      context,
    });
  });
}

function checkMessage(message: BotMessage): BotMessage {
  if (typeof message?.responseTimeMs === 'number') return message;
  throw new AiwatchError('HOOK_TARGET_INVALID', {
    where: 'recordMessage()',
    expected: 'a message with its responseTimeMs',
    found: describe(message),
  });
}

function idOf(id: unknown): string | undefined {
  if (typeof id === 'number') return String(id);
  return typeof id === 'string' && id !== '' ? id : undefined;
}
