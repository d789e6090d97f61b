import type { Interval } from '../../api/analytics.ts';
import { MAX_EXPORTED_HOURS } from '../../api/dashboard.ts';
import { AiwatchError } from '../../errors.ts';
import type { TimeRange } from '../../store/index.ts';

const HOUR_MS = 60 * 60 * 1000;

/** The shortest that there are: months of 28 days. */
const INTERVAL_MS: Readonly<Record<Interval, number>> = {
  hour: HOUR_MS,
  day: 23 * HOUR_MS,
  week: (7 * 24 - 1) * HOUR_MS,
  month: (28 * 24 - 1) * HOUR_MS,
};

/** Nobody looks at more; three months of hours. */
const MAX_POINTS = 2232;

/** Throws REQUEST_INVALID for a range of more hours than are exported at once. */
export function checkExportedHours({ from, to }: TimeRange): void {
  const hours = Math.ceil((to.getTime() - from.getTime()) / HOUR_MS);
  if (hours <= MAX_EXPORTED_HOURS) return;
  throw new AiwatchError('REQUEST_INVALID', {
    where: 'the range',
    field: 'from',
    expected: `at most ${MAX_EXPORTED_HOURS} hours up to the parameter to`,
    found: `${hours} hours`,
  });
}

/** Throws REQUEST_INVALID for an interval of which a range has too many. */
export function checkInterval(interval: Interval, { from, to }: TimeRange): void {
  const points = Math.ceil((to.getTime() - from.getTime()) / INTERVAL_MS[interval]);
  if (points <= MAX_POINTS) return;
  throw new AiwatchError('REQUEST_INVALID', {
    where: 'the range',
    field: 'interval',
    expected: `at most ${MAX_POINTS} points: a longer interval, or a shorter range`,
    found: `${points} points`,
  });
}
