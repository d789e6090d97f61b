import type { Interval, OverviewAnswer } from '../../../../src/api/analytics.ts';

export interface IntervalOption {
  readonly value: Interval;
  readonly title: string;
}

/** How many days a range may have to be seen in such points: more than one, and not too many. */
const DAYS: Readonly<Record<Interval, readonly [least: number, most: number]>> = {
  hour: [0, 31],
  day: [2, 800],
  week: [14, 4000],
  month: [59, Number.POSITIVE_INFINITY],
};

const OPTIONS: readonly IntervalOption[] = [
  { value: 'hour', title: 'Hour' },
  { value: 'day', title: 'Day' },
  { value: 'week', title: 'Week' },
  { value: 'month', title: 'Month' },
];

/** The intervals that fit a range. */
export function intervalsOf(days: number): readonly IntervalOption[] {
  return OPTIONS.filter(({ value }) => days >= DAYS[value][0] && days <= DAYS[value][1]);
}

/** The chosen interval where it fits the range, and else the one that suits it. */
export function intervalOf(chosen: string, days: number): Interval {
  const fitting = intervalsOf(days).find(({ value }) => value === chosen);
  if (fitting !== undefined) return fitting.value;
  if (days <= 2) return 'hour';
  if (days <= 92) return 'day';
  return days <= 400 ? 'week' : 'month';
}

/** The days that a range is compared with, in words. */
export const nameBefore = (days: number): string =>
  days === 1 ? 'the day before' : `the ${days} days before`;

/** Whether the last day of a range is not over. */
export const goesOn = ({ range, previousRange }: OverviewAnswer): boolean => previousRange.to !== range.from;

/** When that was with which its numbers are compared, in words. Days of which the last one goes on have as much of it. */
export function nameCompared(days: number, overview: OverviewAnswer): string {
  if (!goesOn(overview)) return `in ${nameBefore(days)}`;
  return `by this time ${days === 1 ? 'yesterday' : `${days} days ago`}`;
}
