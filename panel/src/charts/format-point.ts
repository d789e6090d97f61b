import type { Interval } from '../../../src/api/analytics.ts';
import { formatDateTime } from '../data/format-time.ts';

const HOUR_MS = 60 * 60 * 1000;

const format = (options: Intl.DateTimeFormatOptions) => {
  const formatter = new Intl.DateTimeFormat(undefined, { hourCycle: 'h23', ...options });
  return (value: Date) => formatter.format(value);
};

const clock = format({ hour: '2-digit', minute: '2-digit' });
const dayAndClock = format({
  weekday: 'short',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const day = format({ weekday: 'short', month: 'short', day: 'numeric', year: 'numeric' });
const month = format({ month: 'long', year: 'numeric' });

/** A point of a chart in words, in the viewer's time zone. */
export function formatPoint(timeMs: number, interval: Interval | 'moment'): string {
  const start = new Date(timeMs);
  switch (interval) {
    case 'moment':
      return formatDateTime(start);
    case 'hour':
      return `${dayAndClock(start)} – ${clock(new Date(timeMs + HOUR_MS))}`;
    case 'day':
      return day(start);
    case 'week':
      return `Week of ${day(start)}`;
    case 'month':
      return month(start);
  }
}

const axisMonth = format({ month: 'short' });
const axisDay = format({ month: 'short', day: 'numeric' });
const axisSecond = format({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
const MINUTE_SECONDS = 60;
const DAY_SECONDS = 24 * 60 * 60;
const SHORTEST_MONTH_SECONDS = 28 * DAY_SECONDS;

/**
 * Labels of the axis of time: as short as the steps allow. Where those are a minute or more, midnight says its day, and
 * January its year.
 * @param splits epoch seconds
 * @param stepSeconds between two of them
 */
export function formatSplits(splits: readonly number[], stepSeconds: number): readonly string[] {
  return splits.map(split => {
    const date = new Date(split * 1000);
    if (stepSeconds >= SHORTEST_MONTH_SECONDS) {
      return date.getMonth() === 0 ? String(date.getFullYear()) : axisMonth(date);
    }
    const isMidnight = date.getHours() === 0 && date.getMinutes() === 0;
    if (stepSeconds < MINUTE_SECONDS) return axisSecond(date);
    return stepSeconds >= DAY_SECONDS || isMidnight ? axisDay(date) : clock(date);
  });
}
