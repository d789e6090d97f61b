import type { Pool } from 'pg';
import { loadBuilt } from '../events/built.ts';

/** Users that the events are of; few of them have many. */
const USERS = 50_000;

/** Events of one day, made where they are kept: at equal distances, of the same types as the other benchmark's. */
const INSERT = `
INSERT INTO monitoring_events
  (id, event_id, session_id, user_id, event_type, event_name, event_data, "timestamp", source, batch_id, batch_position)
SELECT aiwatch_uuid_v7(at), $1::text || '-' || n, 'session_' || u || '_' || n % 3, 'user_' || u, type,
  CASE type WHEN 'chat' THEN 'message' WHEN 'tool' THEN 'execution' WHEN 'request' THEN 'completed' ELSE 'ended' END,
  CASE type
    WHEN 'chat' THEN jsonb_build_object('model', 'model-' || n % 3, 'duration', 400 + n % 3000, 'tokensUsed', 200 + n % 900,
      'userMessage', repeat('what a person asked ', 5), 'assistantResponse', repeat('what was answered ', 5))
    WHEN 'tool' THEN jsonb_build_object('toolName', 'tool-' || n % 5, 'executionTime', n % 800,
      'result', CASE WHEN n % 30 = 5 THEN 'error' ELSE 'success' END, 'output', repeat('what came out ', 12))
    WHEN 'request' THEN jsonb_build_object('path', '/api/chat/' || n % 12, 'method', 'POST',
      'statusCode', CASE WHEN n % 40 = 8 THEN 500 ELSE 200 END, 'processTime', 0.01, 'note', repeat('about it ', 20))
    ELSE jsonb_build_object('duration', 60000 + n, 'note', repeat('about it ', 20))
  END,
  at, '{"application": "bench", "environment": "production", "instance": "one"}', 1, n
FROM (
  SELECT n, floor(power(random(), 2) * ${USERS})::int AS u,
    $1::timestamptz + n * (interval '1 day' / $2::int) AS at,
    (ARRAY['chat', 'chat', 'chat', 'chat', 'chat', 'tool', 'tool', 'tool', 'request', 'session'])[n % 10 + 1] AS type
  FROM generate_series(0, $2::int - 1) AS n OFFSET 0
) AS made`;

/** What is counted of the day, by the expressions that the edges of a question are counted with. */
const countRollups = (isError: string, durationMs: string, tokens: string) => `
INSERT INTO event_rollups (bucket, dimension, key, application, events, errors, durations, duration_ms, tokens)
SELECT bucket, dimension, key, 'bench', sum(events), sum(errors), sum(durations), sum(duration_ms), sum(tokens)
FROM (
  SELECT date_bin('15 minutes', e."timestamp", '2000-01-01Z') AS bucket, e.event_type, e.event_name,
    coalesce(e.event_data->>'toolName', e.event_data->>'model', e.event_data->>'path') AS own, count(*) AS events,
    count(*) FILTER (WHERE ${isError}) AS errors, count(${durationMs}) AS durations,
    coalesce(sum(${durationMs}), 0) AS duration_ms, sum(${tokens}) AS tokens
  FROM monitoring_events e
  WHERE e."timestamp" >= $1::timestamptz AND e."timestamp" < $1::timestamptz + interval '1 day'
  GROUP BY 1, 2, 3, 4
) AS c
CROSS JOIN LATERAL (VALUES
  ('type', event_type), ('event', event_type || ':' || event_name),
  (CASE event_type WHEN 'tool' THEN 'tool' WHEN 'chat' THEN 'model' WHEN 'request' THEN 'route' END, own)
) AS k(dimension, key)
WHERE dimension IS NOT NULL
GROUP BY 1, 2, 3`;

const countUserDays = (isError: string, tokens: string) => `
INSERT INTO user_days (day, user_id, application, events, messages, errors, tokens)
SELECT $1::date, e.user_id, 'bench', count(*), count(*) FILTER (WHERE e.event_type = 'chat'),
  count(*) FILTER (WHERE ${isError}), sum(${tokens})
FROM monitoring_events e
WHERE e."timestamp" >= $1::timestamptz AND e."timestamp" < $1::timestamptz + interval '1 day'
GROUP BY e.user_id`;

const COLLECT_SESSIONS = `
INSERT INTO event_sessions (session_id, application, user_id, created_at, ended_at)
SELECT session_id, 'bench', max(user_id), min("timestamp") - interval '1 minute', max("timestamp")
FROM monitoring_events
WHERE event_type = 'session' AND "timestamp" >= $1::timestamptz AND "timestamp" < $1::timestamptz + interval '1 day'
GROUP BY session_id
ORDER BY session_id
ON CONFLICT (session_id, application) DO UPDATE SET ended_at = excluded.ended_at`;

const LIST_USERS = `
SELECT date_trunc('hour', "timestamp") AS hour, scope, array_agg(DISTINCT user_id) AS users, count(*) AS events
FROM monitoring_events, LATERAL (VALUES ('all'), (CASE event_type WHEN 'chat' THEN 'message' END)) AS s(scope)
WHERE scope IS NOT NULL AND "timestamp" >= $1::timestamptz AND "timestamp" < $1::timestamptz + interval '1 day'
GROUP BY 1, 2`;

interface UsersOfHour {
  readonly hour: Date;
  readonly scope: string;
  readonly users: readonly string[];
  readonly events: number;
}

/** Fills one UTC day, whose partitions are there, with events and with all that storing them would have counted. */
export async function fillDay(pool: Pool, day: string, count: number): Promise<void> {
  const counted = await loadBuilt<typeof import('../../dist/store/queries/counted-rows.js')>(
    'store/queries/counted-rows.js',
  );
  const { IS_ERROR, DURATION_MS, TOKENS } = counted;
  const midnight = `${day}T00:00:00Z`;
  await pool.query(INSERT, [midnight, count]);
  await pool.query(countRollups(IS_ERROR, DURATION_MS, TOKENS), [midnight]);
  await pool.query(countUserDays(IS_ERROR, TOKENS), [midnight]);
  await pool.query(COLLECT_SESSIONS, [midnight]);
  await fillSketches(pool, midnight);
}

async function fillSketches(pool: Pool, midnight: string): Promise<void> {
  const { UserSketch } = await loadBuilt<typeof import('../../dist/store/sketch/user-sketch.js')>(
    'store/sketch/user-sketch.js',
  );
  const { rows } = await pool.query<UsersOfHour>(LIST_USERS, [midnight]);
  for (const { hour, scope, users, events } of rows) {
    const sketch = new UserSketch();
    for (const user of users) sketch.add(user);
    await pool.query('INSERT INTO user_sketches VALUES ($1, $2, $3)', [hour, scope, sketch.toBuffer()]);
    if (scope !== 'message') continue;
    await pool.query('INSERT INTO hourly_messages VALUES ($1, $2, $3)', [hour, events, sketch.count()]);
  }
}
