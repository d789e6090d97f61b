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

/** What was counted of all the time up to a moment. */
export interface ActivityTotals {
  readonly until: Date;
  readonly messages: number;
  /** Who wrote them. */
  readonly users: number;
}

/** Counts all that there is, which takes the longer the more that is. */
export async function activityTotals(pool: Pool, until: Date): Promise<ActivityTotals> {
  const [messages, users] = await Promise.all([
    countMessages(pool, { to: until }),
    uniqueUsers(pool, { scope: 'message' }),
  ]);
  return { until, messages: messages.count, users };
}

/** Messages and users up to now: those since the totals are added to them, users as far as a week shows them. */
export async function activitySummary(
  pool: Pool,
  now: Date,
  totals: ActivityTotals,
): Promise<ActivitySummary> {
  const ago = (ms: number) => new Date(now.getTime() - ms);
  const today = new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS);
  const messages = (range: OpenRange) => countMessages(pool, range);
  const users = (range: OpenRange) => uniqueUsers(pool, { ...range, scope: 'message' });
  const [later, hour, day, ofToday, ofWeek] = await Promise.all([
    messages({ from: totals.until }),
    messages({ from: ago(HOUR_MS) }),
    messages({ from: ago(DAY_MS) }),
    users({ from: today }),
    users({ from: ago(7 * DAY_MS) }),
  ]);
  return {
    messages: {
      total: totals.messages + later.count,
      last_hour: hour.count,
      last_24h: day.count,
      avg_response_time: Math.round(day.averageMs),
    },
    users: { total: Math.max(totals.users, ofWeek), active_today: ofToday, active_this_week: ofWeek },
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
