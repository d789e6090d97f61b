// The naive peer: one INSERT for each event through a pool of ten, which keeps the same counts.

import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { type SampleEvent, sampleEvent } from './sample-events.ts';

export interface NaiveOptions {
  readonly url: string;
  readonly durationMs: number;
}

export interface NaiveResult {
  readonly seconds: number;
  readonly events: number;
}

/** One statement, and so one round trip and one commit: the best that a service without batches can do. */
const INSERT = `
WITH stored AS (
  INSERT INTO monitoring_events
    (id, event_id, session_id, user_id, event_type, event_name, event_data, "timestamp", source)
  VALUES ($1::uuid, $1::uuid::text, $2, $3, $4, $5, $6, now(), $7) ON CONFLICT DO NOTHING
), counted AS (
  INSERT INTO event_rollups AS r
    (bucket, dimension, key, application, events, errors, durations, duration_ms, tokens)
  SELECT date_bin('15 minutes', now(), '2000-01-01'), dimension, key, 'naive', 1, 0, 1, $8, $9
  FROM unnest($10::text[], $11::text[]) AS k(dimension, key)
  ON CONFLICT (dimension, bucket, key, application) DO UPDATE SET
    events = r.events + 1, durations = r.durations + 1, duration_ms = r.duration_ms + excluded.duration_ms,
    tokens = r.tokens + excluded.tokens
)
INSERT INTO user_days AS u (day, user_id, application, events, messages, errors, tokens)
VALUES (now()::date, $3, 'naive', 1, 0, 0, $9)
ON CONFLICT (day, user_id, application) DO UPDATE SET events = u.events + 1, tokens = u.tokens + excluded.tokens`;

const POOL_SIZE = 10;
const SOURCE = { application: 'naive', environment: 'bench', instance: 'one' };
/** What the event is counted under beside type and name, by its type. */
const KEYS: Readonly<Record<string, readonly [dimension: string, field: string]>> = {
  chat: ['model', 'model'],
  tool: ['tool', 'toolName'],
  request: ['route', 'path'],
};

const { url, durationMs } = JSON.parse(process.argv[2] ?? '') as NaiveOptions;
const pool = new Pool({ connectionString: url, max: POOL_SIZE });
let events = 0;
const startMs = performance.now();
await Promise.all(Array.from({ length: POOL_SIZE }, insertOn));
const result: NaiveResult = { seconds: (performance.now() - startMs) / 1000, events };
await pool.end();
console.log(JSON.stringify(result));

async function insertOn(): Promise<void> {
  while (performance.now() < startMs + durationMs) {
    await pool.query({ name: 'naive', text: INSERT, values: valuesOf(sampleEvent(events++)) });
  }
}

function valuesOf({ sessionId, userId, type, event, data }: SampleEvent): unknown[] {
  const [dimension, field] = KEYS[type] ?? [];
  const own = dimension === undefined ? [] : [[dimension, String(data[field!])] as const];
  const keys = [['type', type], ['event', `${type}:${event}`], ...own] as const;
  return [
    randomUUID(),
    sessionId,
    userId,
    type,
    event,
    JSON.stringify(data),
    JSON.stringify(SOURCE),
    Number(data['duration'] ?? 0),
    Number(data['tokensUsed'] ?? 0),
    keys.map(([name]) => name),
    keys.map(([, key]) => key),
  ];
}
