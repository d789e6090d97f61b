import type { Pool } from 'pg';
import { countByKey, type KeyCount } from './count-by-key.ts';
import { DAY_MS, HOUR_MS, type OpenRange } from './time-range.ts';
import { uniqueUsers } from './unique-users.ts';

/** What a bot's operator looks at first, as SPEC E has it. */
export interface ActivitySummary {
  readonly messages: {
    readonly total: number;
    readonly last_hour: number;
    readonly last_24h: number;
    /** Milliseconds, of the last 24 hours; 0 where there was none. */
    readonly avg_response_time: number;
  };
  /** Who wrote messages. */
  readonly users: {
    readonly total: number;
    /** Since midnight in UTC. */
    readonly active_today: number;
    /** In the last seven days. */
    readonly active_this_week: number;
  };
}

/** Messages and users up to now. */
export async function activitySummary(pool: Pool, now: Date): Promise<ActivitySummary> {
  const ago = (ms: number) => new Date(now.getTime() - ms);
  const today = new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS);
  const messages = (range: OpenRange) => countMessages(pool, range);
  const users = (range: OpenRange) => uniqueUsers(pool, { ...range, scope: 'message' });
  const [total, hour, day, everyone, ofToday, ofWeek] = await Promise.all([
    messages({}),
    messages({ from: ago(HOUR_MS) }),
    messages({ from: ago(DAY_MS) }),
    users({}),
    users({ from: today }),
    users({ from: ago(7 * DAY_MS) }),
  ]);
  return {
    messages: {
      total: total.count,
      last_hour: hour.count,
      last_24h: day.count,
      avg_response_time: Math.round(day.averageMs),
    },
    users: { total: everyone, active_today: ofToday, active_this_week: ofWeek },
  };
}

async function countMessages(pool: Pool, range: OpenRange) {
  const types = await countByKey(pool, { ...range, dimension: 'type' });
  const messages = types.filter(({ key }) => key === 'chat' || key === 'message');
  const sum = (name: Exclude<keyof KeyCount, 'key'>) =>
    messages.reduce((total, message) => total + message[name], 0);
  const durations = sum('durations');
  return { count: sum('events'), averageMs: durations === 0 ? 0 : sum('durationMs') / durations };
}
