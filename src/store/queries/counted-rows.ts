import { MAX_AMOUNT } from '../insert/facts.ts';
import { BUCKET_MS } from '../insert/rollup-counts.ts';
import { type OpenRange, splitRange } from './time-range.ts';

/** What rollups are kept by. */
type Dimension = 'type' | 'event' | 'tool' | 'model' | 'route';

/** What is counted: of which time, under which kind of key, of which application. */
export interface CountQuestion extends OpenRange {
  readonly dimension: Dimension;
  /** @default all */
  readonly application?: string | undefined;
}

const MS_PER_SECOND = 1000;

/** A number from 0 to `max` in the data of an event; null for anything else. */
const amount = (
  field: string,
  max = MAX_AMOUNT,
) => `CASE WHEN jsonb_typeof(e.event_data->'${field}') = 'number'
    AND (e.event_data->'${field}')::numeric BETWEEN 0 AND ${max} THEN (e.event_data->'${field}')::double precision END`;

/** A name in the data of an event as rollups are keyed by it; null for anything else. */
const nameOf = (type: string, field: string) =>
  `CASE WHEN e.event_type = '${type}' AND jsonb_typeof(e.event_data->'${field}') = 'string'
    THEN nullif(left(e.event_data->>'${field}', 200), '') END`;

/** Milliseconds that an event says it took: the same as is counted when it is stored (`insert/facts.ts`). */
export const DURATION_MS = `CASE e.event_type
  WHEN 'chat' THEN ${amount('duration')}
  WHEN 'tool' THEN ${amount('executionTime')}
  WHEN 'session' THEN ${amount('duration')}
  WHEN 'message' THEN ${amount('responseTime')}
  WHEN 'request' THEN ${amount('processTime', MAX_AMOUNT / MS_PER_SECOND)} * ${MS_PER_SECOND}
END`;

/** Whether an event says that something failed. */
export const IS_ERROR = `coalesce(CASE e.event_type
  WHEN 'error' THEN true
  WHEN 'tool' THEN e.event_data->>'result' = 'error'
  WHEN 'request' THEN ${amount('statusCode')} >= 400
END, false)`;

/** Tokens of an event, a whole number. */
export const TOKENS = `coalesce(CASE WHEN e.event_type = 'chat' THEN floor(${amount('tokensUsed')} + 0.5) END, 0)::bigint`;

const KEY = `CASE $1::text
  WHEN 'type' THEN e.event_type
  WHEN 'event' THEN e.event_type || ':' || e.event_name
  WHEN 'tool' THEN ${nameOf('tool', 'toolName')}
  WHEN 'model' THEN ${nameOf('chat', 'model')}
  WHEN 'route' THEN ${nameOf('request', 'path')}
END`;

const eventRows = (from: string, to: string) => `
  SELECT date_bin('15 minutes', e."timestamp", '2000-01-01Z') AS at, f.key, 1::bigint AS events, f.is_error::int::bigint AS errors,
    (f.duration_ms IS NOT NULL)::int::bigint AS durations, coalesce(f.duration_ms, 0) AS duration_ms, f.tokens
  FROM monitoring_events e
  CROSS JOIN LATERAL (
    SELECT ${KEY} AS key, ${IS_ERROR} AS is_error, ${DURATION_MS} AS duration_ms, ${TOKENS} AS tokens OFFSET 0
  ) f
  WHERE e."timestamp" >= ${from}::timestamptz AND e."timestamp" < ${to}::timestamptz
    AND ($8::text IS NULL OR e.source->>'application' = $8) AND f.key IS NOT NULL`;

/**
 * Rows `(at, key, events, errors, durations, duration_ms, tokens)` of a CountQuestion: rollups for whole buckets, events
 * for the edges, so that sums are exact whatever the range; `at` is the beginning of the bucket. Takes the parameters 1 to 8 of `countedValues`.
 */
export const COUNTED_ROWS = `(
  SELECT bucket AS at, key, events, errors, durations, duration_ms, tokens
  FROM event_rollups
  WHERE dimension = $1 AND bucket >= $2::timestamptz AND bucket < $3::timestamptz
    AND ($8::text IS NULL OR application = $8)
  UNION ALL ${eventRows('$4', '$5')}
  UNION ALL ${eventRows('$6', '$7')}
)`;

/** The values of COUNTED_ROWS. */
export function countedValues({ dimension, application, ...range }: CountQuestion): readonly unknown[] {
  const { whole, before, after } = splitRange(range, BUCKET_MS);
  return [dimension, ...whole, ...before, ...after, application ?? null];
}
