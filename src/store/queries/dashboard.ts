import type { Pool } from 'pg';
import type { ActivityEvent } from '../../events/index.ts';
import { type ActiveUser, activeUsers } from './active-users.ts';
import { intervalStarts } from './interval-series.ts';
import { listEvents } from './list-events.ts';
import { type Indicator, overview } from './overview.ts';
import { type StoreState, storeState } from './store-state.ts';
import { DAY_MS, type TimeRange } from './time-range.ts';
import { uniqueUsers } from './unique-users.ts';
import { userSets } from './user-sets.ts';

/** What the monitoring page shows at a glance. */
export interface Dashboard {
  readonly timestamp: Date;
  /** Of the last 24 hours, by hour. */
  readonly messages: Indicator;
  /** Milliseconds, of the last 24 hours, by hour. */
  readonly averageResponseTime: Indicator;
  readonly errors: Indicator;
  readonly users: {
    readonly last30Minutes: number;
    /** Since midnight of the time zone. */
    readonly today: number;
    /** Of the last seven days, the present one last. */
    readonly sparkline: readonly number[];
    /** Of the last 30 minutes, the last seen first, 100 at the most. */
    readonly active: readonly ActiveUser[];
  };
  readonly store: StoreState;
  /** The last ten. */
  readonly lastErrors: readonly ActivityEvent[];
}

const ACTIVE_MS = 30 * 60 * 1000;
const MAX_ACTIVE_USERS = 100;
const LAST_ERRORS = 10;

/** What happened up to now, in the days of a time zone (IANA name). */
export async function dashboard(pool: Pool, now: Date, timeZone: string): Promise<Dashboard> {
  const since = (ms: number): TimeRange => ({ from: new Date(now.getTime() - ms), to: now });
  const days = await intervalStarts(pool, { ...since(7 * DAY_MS), interval: 'day', timeZone });
  const [day, users, today, active, last30Minutes, store, errors] = await Promise.all([
    overview(pool, { ...since(DAY_MS), timeZone }),
    userSets(pool, { ...since(7 * DAY_MS), scope: 'all', by: { interval: 'day', timeZone } }),
    // By itself, since a set of an hour that midnight divides, as in zones with half hours, is of the day before.
    uniqueUsers(pool, { from: days.at(-1)!, to: now, scope: 'all' }),
    activeUsers(pool, since(ACTIVE_MS), MAX_ACTIVE_USERS),
    uniqueUsers(pool, { ...since(ACTIVE_MS), scope: 'all' }),
    storeState(pool),
    listEvents(pool, { type: 'error', limit: LAST_ERRORS }),
  ]);
  // Seven times 24 hours ago lies in an eighth day, of which a part only would be counted.
  const daysBefore = days.slice(-7, -1).map(start => users.get(start.getTime())?.count() ?? 0);
  return {
    timestamp: now,
    messages: day.messages,
    averageResponseTime: day.averageResponseTime,
    errors: day.errors,
    users: { last30Minutes, today, sparkline: [...daysBefore, today], active },
    store,
    lastErrors: errors.events,
  };
}
