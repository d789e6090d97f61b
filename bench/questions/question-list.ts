import type { Pool } from 'pg';
import { loadBuilt } from '../events/built.ts';

/** The query functions of the store. */
type Queries = typeof import('../../dist/store/index.js');

/** A question as aiwatch answers it, and as SQL over the events alone. */
export interface Question {
  readonly name: string;
  ask(queries: Queries, pool: Pool, range: QuestionRange): Promise<unknown>;
  /** Takes the beginning and the end of the range. Undefined where aiwatch reads the events itself. */
  readonly scan?: string;
}

export interface QuestionRange {
  readonly from: Date;
  readonly to: Date;
}

const TIME_ZONE = 'Europe/Berlin';
const IN_RANGE = '"timestamp" >= $1 AND "timestamp" < $2';
const MESSAGES = "event_type IN ('chat', 'message')";
const TOP = 10;

const scanTimeline = (interval: string) => `
  SELECT date_trunc('${interval}', "timestamp", '${TIME_ZONE}') AS start, count(*), count(*) FILTER (WHERE ${MESSAGES}),
    count(DISTINCT user_id) FILTER (WHERE ${MESSAGES})
  FROM monitoring_events WHERE ${IN_RANGE} GROUP BY 1 ORDER BY 1`;

/** The scans ask for no more than what is shown: no errors, durations and tokens, which aiwatch answers too. */
export const QUESTIONS: readonly Question[] = [
  {
    name: 'counts by type',
    ask: ({ countByKey }, pool, range) => countByKey(pool, { ...range, dimension: 'type' }),
    scan: `SELECT event_type, count(*) FROM monitoring_events WHERE ${IN_RANGE} GROUP BY 1 ORDER BY 2 DESC`,
  },
  {
    name: 'counts by tool',
    ask: ({ countByKey }, pool, range) => countByKey(pool, { ...range, dimension: 'tool' }),
    scan: `SELECT event_data->>'toolName', count(*), avg((event_data->>'executionTime')::float8)
      FROM monitoring_events WHERE event_type = 'tool' AND ${IN_RANGE} GROUP BY 1 ORDER BY 2 DESC`,
  },
  {
    name: 'timeline by day',
    ask: ({ timeline }, pool, range) => timeline(pool, { ...range, interval: 'day', timeZone: TIME_ZONE }),
    scan: scanTimeline('day'),
  },
  {
    name: 'timeline by hour',
    ask: ({ timeline }, pool, range) => timeline(pool, { ...range, interval: 'hour', timeZone: TIME_ZONE }),
    scan: scanTimeline('hour'),
  },
  {
    name: 'heat map',
    ask: ({ heatmap }, pool, range) => heatmap(pool, { ...range, timeZone: TIME_ZONE }),
    scan: `SELECT extract(isodow FROM "timestamp" AT TIME ZONE '${TIME_ZONE}'),
        extract(hour FROM "timestamp" AT TIME ZONE '${TIME_ZONE}'), count(*), count(*) FILTER (WHERE ${MESSAGES})
      FROM monitoring_events WHERE ${IN_RANGE} GROUP BY 1, 2`,
  },
  {
    name: 'ten most active users',
    ask: ({ topUsers }, pool, range) => topUsers(pool, { ...range, limit: TOP }),
    scan: `SELECT user_id, count(*), min("timestamp"), max("timestamp")
      FROM monitoring_events WHERE ${IN_RANGE} GROUP BY 1 ORDER BY 2 DESC LIMIT ${TOP}`,
  },
  {
    name: 'distinct users (aiwatch: within 1.6 %)',
    ask: async (_queries, pool, range) => {
      const { uniqueUsers } = await loadBuilt<typeof import('../../dist/store/queries/unique-users.js')>(
        'store/queries/unique-users.js',
      );
      return uniqueUsers(pool, { ...range, scope: 'all' });
    },
    scan: `SELECT count(DISTINCT user_id) FROM monitoring_events WHERE ${IN_RANGE}`,
  },
  {
    name: 'statistics of one user',
    ask: ({ eventStats }, pool, range) => eventStats(pool, { ...range, userId: 'user_7' }),
  },
];
