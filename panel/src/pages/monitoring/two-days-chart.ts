import type { TimelineAnswer } from '../../../../src/api/analytics.ts';
import type { ChartData } from '../../charts/chart-data.ts';

const HOUR_MS = 3_600_000;
const HOURS = 24;

/** Where two days up to the present hour begin, epoch ms. */
export const startOfTwoDays = (nowMs: number): number =>
  Math.floor(nowMs / HOUR_MS) * HOUR_MS - (2 * HOURS - 1) * HOUR_MS;

/** The last 24 hours as bars, each over the same hour of the day before. @param answer of two days, by hours of UTC */
export function buildTwoDaysChart({ points, range }: TimelineAnswer): ChartData {
  const startMs = Date.parse(range.from);
  const byHour = new Map(points.map(({ start, messages }) => [Date.parse(start), messages]));
  const hours = Array.from({ length: 2 * HOURS }, (_, index) => startMs + index * HOUR_MS);
  const values = hours.map(hour => byHour.get(hour) ?? 0);
  return {
    times: hours.slice(HOURS),
    interval: 'hour',
    series: [
      { name: 'messages', label: 'Messages', color: '--chart-1', draw: 'bars', values: values.slice(HOURS) },
      {
        name: 'previous',
        label: '24 hours before',
        color: '--chart-previous',
        draw: 'dashed',
        values: values.slice(0, HOURS),
      },
    ],
    partial: HOURS - 1,
  };
}
