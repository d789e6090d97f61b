import type { Pool } from 'pg';
import { COUNTED_ROWS, countedValues } from './counted-rows.ts';
import type { TimeRange } from './time-range.ts';

export interface HeatmapQuestion extends TimeRange {
  /** IANA name. */
  readonly timeZone: string;
  readonly application?: string | undefined;
}

/** What happened at one hour of one weekday. */
export interface HeatmapCell {
  /** 1 is Monday, 7 is Sunday. */
  readonly weekday: number;
  /** 0 to 23, on the clocks of the time zone. */
  readonly hour: number;
  readonly events: number;
  readonly messages: number;
}

const SELECT = `
SELECT weekday, hour, coalesce(events, 0)::bigint AS events, coalesce(messages, 0)::bigint AS messages
FROM generate_series(1, 7) AS weekday
CROSS JOIN generate_series(0, 23) AS hour
LEFT JOIN (
  SELECT extract(isodow FROM at AT TIME ZONE $9)::int AS weekday, extract(hour FROM at AT TIME ZONE $9)::int AS hour,
    sum(events) AS events, sum(messages) AS messages
  FROM (
    SELECT at, sum(events) AS events, sum(events) FILTER (WHERE key IN ('chat', 'message')) AS messages
    FROM ${COUNTED_ROWS} AS rows
    GROUP BY at
  ) AS buckets
  GROUP BY 1, 2
) AS counted USING (weekday, hour)
ORDER BY weekday, hour`;

/** Events by weekday and hour: all 168 cells, those of Monday first. */
export async function heatmap(
  pool: Pool,
  { timeZone, ...question }: HeatmapQuestion,
): Promise<readonly HeatmapCell[]> {
  const values = [...countedValues({ ...question, dimension: 'type' }), timeZone];
  const { rows } = await pool.query<HeatmapCell>(SELECT, values);
  return rows;
}
