import type { ActivityEvent } from '../../events/index.ts';

/** What is counted of an event, whatever its type. */
export interface EventFacts {
  readonly isError: boolean;
  /** Milliseconds; undefined where the event says none. */
  readonly durationMs: number | undefined;
  readonly tokens: number;
  /** What the event is counted under beside its type and name; '' where there is no such dimension, or no name in it. */
  readonly dimension: string;
  readonly key: string;
}

const MS_PER_SECOND = 1000;
/** Keys come from outside; a longer one is no name any more. */
const MAX_KEY_LENGTH = 200;
/**
 * Milliseconds and tokens of one event that are counted, at the most. Nothing lasts longer; sums of more would in time
 * not fit, and nothing could be counted any more.
 */
export const MAX_AMOUNT = 1e12;
const FIRST_ERROR_STATUS = 400;

/** Reads an event as the rollups need it. Data that are not what they should be count as absent. */
export function factsOf({ type, data }: ActivityEvent): EventFacts {
  return READERS.get(type)?.(data) ?? NO_FACTS;
}

const NO_FACTS: EventFacts = { isError: false, durationMs: undefined, tokens: 0, dimension: '', key: '' };

type Reader = (data: ActivityEvent['data']) => EventFacts;

/** Types come from outside: `constructor` is one like any other. */
const READERS: ReadonlyMap<string, Reader> = new Map(
  Object.entries<Reader>({
    chat: data => ({
      isError: false,
      durationMs: amountOf(data['duration']),
      tokens: amountOf(data['tokensUsed']) ?? 0,
      dimension: 'model',
      key: keyOf(data['model']),
    }),
    tool: data => ({
      isError: data['result'] === 'error',
      durationMs: amountOf(data['executionTime']),
      tokens: 0,
      dimension: 'tool',
      key: keyOf(data['toolName']),
    }),
    session: data => ({ ...NO_FACTS, durationMs: amountOf(data['duration']) }),
    error: () => ({ ...NO_FACTS, isError: true }),
    message: data => ({ ...NO_FACTS, durationMs: amountOf(data['responseTime']) }),
    request: data => ({
      isError: (amountOf(data['statusCode']) ?? 0) >= FIRST_ERROR_STATUS,
      durationMs: amountOf(secondsToMs(data['processTime'])),
      tokens: 0,
      dimension: 'route',
      key: keyOf(data['path']),
    }),
  }),
);

function keyOf(name: unknown): string {
  return typeof name === 'string' ? name.slice(0, MAX_KEY_LENGTH) : '';
}

function amountOf(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= MAX_AMOUNT ? value : undefined;
}

function secondsToMs(seconds: unknown): number | undefined {
  return typeof seconds === 'number' ? seconds * MS_PER_SECOND : undefined;
}
