import type { Pool } from 'pg';
import type { OpenRange } from './time-range.ts';

/** Messages of an hour, as they are kept ready. */
export interface HourlyMessages {
  /** When the hour began. */
  readonly hour: Date;
  readonly messageCount: number;
  /** Who wrote them, counted once each. */
  readonly uniqueUsers: number;
}

const SELECT = `
SELECT hour, message_count AS "messageCount", unique_users AS "uniqueUsers"
FROM hourly_messages
WHERE hour >= $1::timestamptz AND hour < $2::timestamptz
ORDER BY hour`;

/** The hours that begin in the range and had messages, the first one first. */
export async function hourlyMessages(
  pool: Pool,
  { from, to }: OpenRange,
): Promise<readonly HourlyMessages[]> {
  const { rows } = await pool.query<HourlyMessages>(SELECT, [from ?? '-infinity', to ?? 'infinity']);
  return rows;
}
