import type { Pool } from 'pg';
import { loadBuilt } from '../events/built.ts';
import { fillDay } from './fill-day.ts';

export const DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Days that are filled side by side. */
const WRITERS = 2;

/** Fills the 30 whole days before today. @returns the first one, e.g. `2026-01-31` */
export async function fill(pool: Pool, events: number, onProgress: (text: string) => void): Promise<string> {
  const { createPartitionKeeper } =
    await loadBuilt<typeof import('../../dist/store/partitions.js')>('store/partitions.js');
  const partitions = createPartitionKeeper(pool);
  const today = new Date().toISOString().slice(0, 10);
  const days = Array.from({ length: DAYS }, (_, n) => isoDay(Date.parse(today) - (DAYS - n) * DAY_MS));
  for (const day of days) await partitions.ensure(day);
  const waiting = [...days];
  const write = async () => {
    for (let day = waiting.shift(); day !== undefined; day = waiting.shift()) {
      await fillDay(pool, day, Math.ceil(events / DAYS));
      onProgress(`filled ${day}, ${waiting.length} days to go`);
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
  onProgress('vacuum, as PostgreSQL itself does it meanwhile');
  await pool.query('VACUUM ANALYZE');
  return days[0]!;
}

function isoDay(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}
