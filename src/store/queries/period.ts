import type { Period } from '../../api/admin-stats.ts';
import { DAY_MS, HOUR_MS, type TimeRange } from './time-range.ts';

const PERIOD_MS: Readonly<Record<Period, number>> = {
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
};

/** The period that ends at a time. */
export function rangeOf(period: Period, to: Date): TimeRange {
  return { from: new Date(to.getTime() - PERIOD_MS[period]), to };
}
