import type { Pool } from 'pg';
import { findAnomalies } from './anomalies.ts';
import { type CalendarInterval, hasWholeHours } from './calendar.ts';
import { COUNTED_ROWS, countedValues } from './counted-rows.ts';
import { hourlyUsers } from './hourly-users.ts';
import { intervalSeries } from './interval-series.ts';
import type { TimeRange } from './time-range.ts';
import { userSets } from './user-sets.ts';

export interface TimelineQuestion extends TimeRange, CalendarInterval {
  readonly application?: string | undefined;
}

/** What happened in one interval, as far as it lies in the range. */
export interface TimelinePoint {
  readonly start: Date;
  readonly events: number;
  /** Events that say that something failed. */
  readonly errors: number;
  readonly messages: number;
  /** Who wrote them; null where one application was asked for: users are not kept apart by application. */
  readonly users: number | null;
  /** Milliseconds until messages were answered; null where none says. */
  readonly averageResponseTime: number | null;
  readonly tokens: number;
  /** Whether messages are beyond two standard deviations of the mean of all whole intervals; never of a cut one. */
  readonly isAnomaly: boolean;
}

type Row = Omit<TimelinePoint, 'users' | 'isAnomaly'> & { readonly end: Date };

const SERIES = intervalSeries({ from: '$9', to: '$10', interval: '$11', timeZone: '$12' });
const IS_MESSAGE = "key IN ('chat', 'message')";

/** Buckets are put together first, since what the calendar says of a time takes longer than a sum. */
const SELECT = `
WITH counted AS (
  SELECT date_trunc($11, at, $12::text) AS start, sum(events) AS events, sum(errors) AS errors, sum(messages) AS messages,
    sum(duration_ms) AS duration_ms, sum(durations) AS durations, sum(tokens) AS tokens
  FROM (
    SELECT at, sum(events) AS events, sum(errors) AS errors,
      sum(events) FILTER (WHERE ${IS_MESSAGE}) AS messages,
      sum(duration_ms) FILTER (WHERE ${IS_MESSAGE}) AS duration_ms,
      sum(durations) FILTER (WHERE ${IS_MESSAGE}) AS durations,
      sum(tokens) AS tokens
    FROM ${COUNTED_ROWS} AS rows
    GROUP BY at
  ) AS buckets
  GROUP BY 1
)
SELECT s.start, s."end", coalesce(c.events, 0)::bigint AS events, coalesce(c.errors, 0)::bigint AS errors,
  coalesce(c.messages, 0)::bigint AS messages, c.duration_ms / nullif(c.durations, 0)::double precision AS "averageResponseTime",
  coalesce(c.tokens, 0)::bigint AS tokens
FROM ${SERIES} AS s
LEFT JOIN counted c ON c.start = s.start
ORDER BY s.start`;

/** One point for each interval of a time zone that the range touches, also where nothing happened. */
export async function timeline(pool: Pool, question: TimelineQuestion): Promise<readonly TimelinePoint[]> {
  const { from, to, application, interval, timeZone } = question;
  const values = [
    ...countedValues({ from, to, application, dimension: 'type' }),
    from,
    to,
    interval,
    timeZone,
  ];
  const [{ rows }, users] = await Promise.all([
    pool.query<Row>(SELECT, [...values]),
    application === undefined ? countUsers(pool, question) : undefined,
  ]);
  const anomalies = anomaliesOf(rows, question);
  return rows.map(({ end: _end, ...row }) => ({
    ...row,
    users: users === undefined ? null : (users.get(row.start.getTime()) ?? 0),
    isAnomaly: anomalies.has(row.start),
  }));
}

/** By the beginning of each interval, as Unix milliseconds. */
async function countUsers(
  pool: Pool,
  { from, to, interval, timeZone }: TimelineQuestion,
): Promise<ReadonlyMap<number, number>> {
  if (interval === 'hour' && [from, to].every(time => hasWholeHours(timeZone, time))) {
    return hourlyUsers(pool, { from, to });
  }
  const sets = await userSets(pool, { from, to, scope: 'message', by: { interval, timeZone } });
  return new Map(Array.from(sets, ([start, users]) => [start, users.count()]));
}

/** The beginnings of the intervals that lie wholly in the range and are unusual. */
function anomaliesOf(rows: readonly Row[], { from, to }: TimeRange): ReadonlySet<Date> {
  const whole = rows.filter(({ start, end }) => start >= from && end <= to);
  const marks = findAnomalies(whole.map(({ messages }) => messages));
  return new Set(whole.filter((_, index) => marks[index]).map(({ start }) => start));
}
