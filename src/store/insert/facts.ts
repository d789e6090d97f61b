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
/**
 * Milliseconds and tokens of one event that are counted, at the most. Nothing lasts longer; sums of more would in time
 * not fit, and nothing could be counted any more.
 */
export const MAX_AMOUNT = 1e12;
const FIRST_ERROR_STATUS = 400;

/** Reads an event as the rollups need it. Data that are not what they should be count as absent. */
export function factsOf({ type, event, data }: ActivityEvent): EventFacts {
  const own = READERS.get(type)?.(data) ?? {};
  return {
    isError: own.isError ?? false,
    durationMs: amountOf(own.durationMs),
    tokens: amountOf(own.tokens) ?? 0,
    keys: [['type', type], ['event', `${type}:${event}`], ...namedKey(own.key)],
  };
}

/** As the data say it, which may be anything. */
interface OwnFacts {
  readonly isError?: boolean;
  readonly durationMs?: unknown;
  readonly tokens?: unknown;
  readonly key?: readonly [dimension: string, name: unknown];
}

type Reader = (data: ActivityEvent['data']) => OwnFacts;

/** Types come from outside: `constructor` is one like any other. */
const READERS: ReadonlyMap<string, Reader> = new Map(
  Object.entries<Reader>({
    chat: data => ({
      durationMs: data['duration'],
      tokens: data['tokensUsed'],
      key: ['model', data['model']],
    }),
    tool: data => ({
      isError: data['result'] === 'error',
      durationMs: data['executionTime'],
      key: ['tool', data['toolName']],
    }),
    session: data => ({ durationMs: data['duration'] }),
    error: () => ({ isError: true }),
    message: data => ({ durationMs: data['responseTime'] }),
    request: data => ({
      isError: (amountOf(data['statusCode']) ?? 0) >= FIRST_ERROR_STATUS,
      durationMs: secondsToMs(data['processTime']),
      key: ['route', data['path']],
    }),
  }),
);

function namedKey(key: OwnFacts['key']): EventFacts['keys'] {
  if (key === undefined) return [];
  const [dimension, name] = key;
  return typeof name === 'string' && name !== '' ? [[dimension, name.slice(0, MAX_KEY_LENGTH)]] : [];
}

function amountOf(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= MAX_AMOUNT ? value : undefined;
}

function secondsToMs(seconds: unknown): number | undefined {
  return typeof seconds === 'number' ? seconds * MS_PER_SECOND : undefined;
}
