import type { Pool } from 'pg';
import type { CalendarInterval } from './calendar.ts';
import type { TimeRange } from './time-range.ts';

/** The four values of a series as SQL: parameters of a statement. */
interface SeriesParameters {
  readonly from: string;
  readonly to: string;
  readonly interval: string;
  readonly timeZone: string;
}

/**
 * SQL of the intervals that a range touches, `(start, "end")`. Steps of an hour are steps of time; of a day and more,
 * steps of the calendar, whose days have 23 to 25 hours.
 */
export const intervalSeries = ({ from, to, interval, timeZone }: SeriesParameters) => `(
  SELECT start, start + interval '1 hour' AS "end"
  FROM generate_series(date_trunc('hour', ${from}::timestamptz, ${timeZone}), ${to}::timestamptz, '1 hour') AS start
  WHERE ${interval} = 'hour' AND start < ${to}::timestamptz
  UNION ALL
  SELECT local AT TIME ZONE ${timeZone}, (local + ('1 ' || ${interval})::interval) AT TIME ZONE ${timeZone}
  FROM generate_series(
    date_trunc(${interval}, ${from}::timestamptz AT TIME ZONE ${timeZone}), ${to}::timestamptz AT TIME ZONE ${timeZone},
    ('1 ' || ${interval})::interval
  ) AS local
  WHERE ${interval} <> 'hour' AND local AT TIME ZONE ${timeZone} < ${to}::timestamptz
)`;

const SELECT_STARTS = `
SELECT start FROM ${intervalSeries({ from: '$1', to: '$2', interval: '$3', timeZone: '$4' })} AS series ORDER BY start`;

/** Where the intervals begin that a range touches. */
export async function intervalStarts(
  pool: Pool,
  { from, to, interval, timeZone }: TimeRange & CalendarInterval,
): Promise<readonly Date[]> {
  const { rows } = await pool.query<{ start: Date }>(SELECT_STARTS, [from, to, interval, timeZone]);
  return rows.map(({ start }) => start);
}
