import type { Pool } from 'pg';
import { countByKey, type KeyCount } from './count-by-key.ts';
import { DAY_MS, rangeBefore, type TimeRange } from './time-range.ts';
import { type TimelinePoint, timeline } from './timeline.ts';
import { uniqueUsers } from './unique-users.ts';

export interface OverviewQuestion extends TimeRange {
  /** IANA name; the days of the sparklines are this zone's. */
  readonly timeZone: string;
  readonly application?: string | undefined;
  /** What it is compared with. @default the range of the same length before */
  readonly previous?: TimeRange;
}

/** A number beside that of the period before. */
export interface Indicator {
  readonly value: number | null;
  readonly previous: number | null;
  /** Percent with one digit; null where there is nothing to compare with. */
  readonly change: number | null;
  /** The number by day, or by hour in a range of up to two days. */
  readonly sparkline: readonly (number | null)[];
}

export interface Overview {
  readonly events: Indicator;
  readonly messages: Indicator;
  /** Who wrote messages. */
  readonly users: Indicator;
  /** Milliseconds until messages were answered. */
  readonly averageResponseTime: Indicator;
  /** Events that say that something failed. */
  readonly errors: Indicator;
  readonly tokens: Indicator;
}

const LONGEST_BY_HOUR_MS = 2 * DAY_MS;

/** The totals of a range beside those of the one that it is compared with. */
export async function overview(pool: Pool, question: OverviewQuestion): Promise<Overview> {
  const { from, to, previous: before = rangeBefore(question) } = question;
  const interval = to.getTime() - from.getTime() > LONGEST_BY_HOUR_MS ? 'day' : 'hour';
  const [current, previous, points] = await Promise.all([
    totals(pool, question),
    totals(pool, { ...question, ...before }),
    timeline(pool, { ...question, interval }),
  ]);
  const indicator = (name: keyof Totals & keyof TimelinePoint) =>
    compare(
      current[name],
      previous[name],
      points.map(point => point[name]),
    );
  return {
    events: indicator('events'),
    messages: indicator('messages'),
    users: indicator('users'),
    averageResponseTime: indicator('averageResponseTime'),
    errors: indicator('errors'),
    tokens: indicator('tokens'),
  };
}

interface Totals {
  readonly events: number;
  readonly messages: number;
  readonly users: number;
  readonly averageResponseTime: number | null;
  readonly errors: number;
  readonly tokens: number;
}

async function totals(pool: Pool, { from, to, application }: OverviewQuestion): Promise<Totals> {
  const range = { from, to, application };
  const [types, users] = await Promise.all([
    countByKey(pool, { ...range, dimension: 'type' }),
    uniqueUsers(pool, { ...range, scope: 'message' }),
  ]);
  const messages = types.filter(({ key }) => key === 'chat' || key === 'message');
  const durations = sum(messages, 'durations');
  return {
    events: sum(types, 'events'),
    messages: sum(messages, 'events'),
    users,
    averageResponseTime: durations === 0 ? null : sum(messages, 'durationMs') / durations,
    errors: sum(types, 'errors'),
    tokens: sum(types, 'tokens'),
  };
}

function sum(counts: readonly KeyCount[], name: Exclude<keyof KeyCount, 'key'>): number {
  return counts.reduce((total, count) => total + count[name], 0);
}

/** A number beside the one before. */
function compare(
  value: number | null,
  previous: number | null,
  sparkline: readonly (number | null)[],
): Indicator {
  const isComparable = value !== null && previous !== null && previous !== 0;
  const change = isComparable ? Math.round(((value - previous) / previous) * 1000) / 10 : null;
  return { value, previous, change, sparkline };
}
