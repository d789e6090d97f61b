import type { Pool } from 'pg';
import { countUserEvents, type UserQuestion } from './user-counts.ts';

/** What one user did of one type. */
export interface UserTypeStats {
  readonly type: string;
  readonly count: number;
  /** Milliseconds, over the events that say how long they took; null where none does. */
  readonly averageDuration: number | null;
}

/** Count and average duration of each type of event of one user, the most frequent first. */
export async function userTypeStats(pool: Pool, question: UserQuestion): Promise<readonly UserTypeStats[]> {
  const totals = new Map<string, { events: number; durations: number; durationMs: number }>();
  for (const { type, events, durations, durationMs } of await countUserEvents(pool, question)) {
    const total = totals.get(type) ?? { events: 0, durations: 0, durationMs: 0 };
    totals.set(type, total);
    total.events += events;
    total.durations += durations;
    total.durationMs += durationMs;
  }
  return [...totals]
    .map(([type, { events, durations, durationMs }]) => ({
      type,
      count: events,
      averageDuration: durations === 0 ? null : durationMs / durations,
    }))
    .sort((a, b) => b.count - a.count);
}
