/** A part of time: from its beginning, up to but without its end. What is undefined has no bound. */
export interface OpenRange {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

/** A part of time with both bounds: from its beginning, up to but without its end. */
export interface TimeRange {
  readonly from: Date;
  readonly to: Date;
}

/** A time as PostgreSQL takes it. */
type SqlTime = Date | 'infinity' | '-infinity';

/** A range as steps that lie wholly inside of it, and what is left before and after them: each within one step. */
export interface SplitRange {
  readonly whole: readonly [SqlTime, SqlTime];
  readonly before: readonly [SqlTime, SqlTime];
  readonly after: readonly [SqlTime, SqlTime];
}

const NOTHING = ['-infinity', '-infinity'] as const;

/**
 * Splits a range at multiples of a step (in UTC), so that whole steps are read from what was counted already, and only
 * the edges from the events themselves.
 */
export function splitRange({ from, to }: OpenRange, stepMs: number): SplitRange {
  const first = from && new Date(Math.ceil(from.getTime() / stepMs) * stepMs);
  const last = to && new Date(Math.floor(to.getTime() / stepMs) * stepMs);
  if (from && to && first! > last!) return { whole: NOTHING, before: [from, to], after: NOTHING };
  return {
    whole: [first ?? '-infinity', last ?? 'infinity'],
    before: from && first ? [from, first] : NOTHING,
    after: to && last ? [last, to] : NOTHING,
  };
}

/** The range of the same length that ends where this one begins. */
export function rangeBefore({ from, to }: TimeRange): TimeRange {
  return { from: new Date(2 * from.getTime() - to.getTime()), to: from };
}

export const HOUR_MS = 60 * 60 * 1000;
export const DAY_MS = 24 * HOUR_MS;
