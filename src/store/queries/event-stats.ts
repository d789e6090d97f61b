import type { Pool } from 'pg';
import type { EventStats } from '../../api/events.ts';
import { countByKey } from './count-by-key.ts';
import { eventBounds } from './event-bounds.ts';
import { mostActiveUsers } from './most-active-users.ts';
import { averageSessionSeconds } from './session-duration.ts';
import type { OpenRange } from './time-range.ts';
import { countUserEvents } from './user-counts.ts';

export interface StatsQuestion extends OpenRange {
  readonly userId?: string | undefined;
  readonly application?: string | undefined;
}

const MAX_ENTRIES = 100;

/** Counts and their keys, the most frequent first. */
type Entries = readonly (readonly [key: string, events: number])[];

interface Counts {
  readonly types: Entries;
  readonly users: Entries;
  readonly tools: Entries;
  readonly tokens: number;
}

/** Statistics of all events, or of one user's. */
export async function eventStats(pool: Pool, question: StatsQuestion): Promise<EventStats> {
  const { userId } = question;
  const [counts, seconds, timeRange] = await Promise.all([
    userId === undefined ? countAll(pool, question) : countUser(pool, { ...question, userId }),
    averageSessionSeconds(pool, question),
    timeRangeOf(pool, question),
  ]);
  const total = sumOf(counts.types);
  const errors = counts.types.find(([type]) => type === 'error')?.[1] ?? 0;
  return {
    totalEvents: total,
    timeRange,
    byType: recordOf(counts.types),
    byUser: recordOf(counts.users),
    topTools: recordOf(counts.tools.slice(0, MAX_ENTRIES)),
    errorRate: total === 0 ? 0 : Math.round((errors / total) * 10_000) / 100,
    averageSessionDuration: Math.round(seconds * 100) / 100,
    tokensUsed: counts.tokens,
  };
}

async function countAll(pool: Pool, question: StatsQuestion): Promise<Counts> {
  const [types, tools, users] = await Promise.all([
    countByKey(pool, { ...question, dimension: 'type' }),
    countByKey(pool, { ...question, dimension: 'tool' }, MAX_ENTRIES),
    mostActiveUsers(pool, { ...question, limit: MAX_ENTRIES }),
  ]);
  return {
    types: types.map(({ key, events }) => [key, events]),
    tools: tools.map(({ key, events }) => [key, events]),
    users: users.map(user => [user.userId, user.events]),
    tokens: types.reduce((sum, { tokens }) => sum + tokens, 0),
  };
}

async function countUser(pool: Pool, question: StatsQuestion & { userId: string }): Promise<Counts> {
  const counts = await countUserEvents(pool, question);
  const types = new Map<string, number>();
  for (const { type, events } of counts) types.set(type, (types.get(type) ?? 0) + events);
  const total = sumOf([...types]);
  return {
    types: [...types].sort(([, a], [, b]) => b - a),
    tools: counts.flatMap(({ tool, events }) => (tool === null ? [] : [[tool, events] as const])),
    users: total === 0 ? [] : [[question.userId, total]],
    tokens: counts.reduce((sum, { tokens }) => sum + tokens, 0),
  };
}

async function timeRangeOf(pool: Pool, { from, to, userId }: StatsQuestion) {
  const { first, last } =
    from !== undefined && to !== undefined ? { first: from, last: to } : await eventBounds(pool, userId);
  return {
    start: (from ?? first)?.toISOString() ?? null,
    end: (to ?? last)?.toISOString() ?? null,
  };
}

function sumOf(entries: Entries): number {
  return entries.reduce((sum, [, events]) => sum + events, 0);
}

/** Keys come from outside: `__proto__` is one like any other. */
function recordOf(entries: Entries): Readonly<Record<string, number>> {
  return Object.fromEntries(entries);
}
