import type { ActivityEvent } from '../../events/index.ts';

/** What is counted of an event, whatever its type. */
export interface EventFacts {
  readonly isError: boolean;
  /** Milliseconds; undefined where the event says none. */
  readonly durationMs: number | undefined;
  readonly tokens: number;
  /** What the event is counted under beside its type: `[dimension, key]`. */
  readonly keys: readonly (readonly [dimension: string, key: string])[];
}

const MS_PER_SECOND = 1000;
/** Keys come from outside; a longer one is no name any more. */
const MAX_KEY_LENGTH = 200;
/** Nothing lasts longer than a lifetime in ms; sums of more would in time not fit, and nothing could be counted any more. */
const MAX_AMOUNT = 1e12;
const FIRST_ERROR_STATUS = 400;

/** Reads an event as the rollups need it. Data that are not what they should be count as absent. */
export function factsOf({ type, event, data }: ActivityEvent): EventFacts {
  const own = readers[type]?.(data) ?? {};
  return {
    isError: own.isError ?? false,
    durationMs: own.durationMs,
    tokens: own.tokens ?? 0,
    keys: [['type', type], ['event', `${type}:${event}`], ...namedKey(own.key)],
  };
}

interface OwnFacts {
  readonly isError?: boolean;
  readonly durationMs?: number | undefined;
  readonly tokens?: number | undefined;
  readonly key?: readonly [dimension: string, name: unknown];
}

const readers: Readonly<Record<string, (data: ActivityEvent['data']) => OwnFacts>> = {
  chat: data => ({
    durationMs: amountOf(data['duration']),
    tokens: amountOf(data['tokensUsed']),
    key: ['model', data['model']],
  }),
  tool: data => ({
    isError: data['result'] === 'error',
    durationMs: amountOf(data['executionTime']),
    key: ['tool', data['toolName']],
  }),
  session: data => ({ durationMs: amountOf(data['duration']) }),
  error: () => ({ isError: true }),
  message: data => ({ durationMs: amountOf(data['responseTime']) }),
  request: data => ({
    isError: (amountOf(data['statusCode']) ?? 0) >= FIRST_ERROR_STATUS,
    durationMs: secondsToMs(amountOf(data['processTime'])),
    key: ['route', data['path']],
  }),
};

function namedKey(key: OwnFacts['key']): EventFacts['keys'] {
  if (key === undefined) return [];
  const [dimension, name] = key;
  return typeof name === 'string' && name !== '' ? [[dimension, name.slice(0, MAX_KEY_LENGTH)]] : [];
}

function amountOf(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= MAX_AMOUNT ? value : undefined;
}

function secondsToMs(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * MS_PER_SECOND;
}
