import type { Indicator, OverviewAnswer } from '../../api/analytics.ts';
import type { TimeRange } from '../../store/index.ts';

/** How long the store keeps what it answers from, in days; counts as long as events at the least. */
export interface KeptDays {
  /** Events, and who did what. */
  readonly events: number;
  /** Counts that name nobody. */
  readonly counts: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

const startOf = (days: number) => new Date(Date.now() - days * DAY_MS);

/** The part of a range of which is kept who did what; all of it where none is. */
export function keptPart(range: TimeRange, { events }: KeptDays): TimeRange {
  const from = startOf(events);
  return from > range.from && from < range.to ? { from, to: range.to } : range;
}

type Indicators = Pick<
  OverviewAnswer,
  'events' | 'messages' | 'users' | 'averageResponseTime' | 'errors' | 'tokens'
>;

const alone = (indicator: Indicator): Indicator => ({ ...indicator, previous: null, change: null });

/** Numbers without those of a period of which counts are gone in part: beside it everything would seem to rise. */
export function compareKept(numbers: Indicators, previous: TimeRange, { counts }: KeptDays): Indicators {
  if (!(previous.from < startOf(counts))) return numbers;
  const { events, messages, users, averageResponseTime, errors, tokens } = numbers;
  return {
    events: alone(events),
    messages: alone(messages),
    users: alone(users),
    averageResponseTime: alone(averageResponseTime),
    errors: alone(errors),
    tokens: alone(tokens),
  };
}
