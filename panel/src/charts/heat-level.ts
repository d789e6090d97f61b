import type { HeatmapAnswer, HeatmapAnswerCell } from '../../../src/api/analytics.ts';
import { addDays } from '../data/day-range.ts';

/** How many shades a heat map has beside that of nothing. */
export const HEAT_LEVELS = 5;

/** The shade of a number, 0 to HEAT_LEVELS: 0 is nothing, and the least that is something is 1. */
export function heatLevel(value: number, highest: number): number {
  if (value <= 0 || highest <= 0) return 0;
  return Math.min(HEAT_LEVELS, Math.ceil((value / highest) * HEAT_LEVELS));
}

/** The cells by weekday, Monday first; each of 24 hours. */
export function heatRows(cells: readonly HeatmapAnswerCell[]): readonly (readonly number[])[] {
  const rows = Array.from({ length: 7 }, () => new Array<number>(24).fill(0));
  for (const { weekday, hour, messages } of cells) {
    const row = rows[weekday - 1];
    if (row !== undefined && hour in row) row[hour] = messages;
  }
  return rows;
}

/** The weekdays of a range of whole days, in the viewer's calendar; Monday is 0. */
export function weekdaysIn({ from, to }: HeatmapAnswer['range']): readonly number[] {
  return Array.from({ length: 7 }, (_, index) => addDays(new Date(from), index))
    .filter(day => day < new Date(to))
    .map(day => (day.getDay() + 6) % 7);
}

/** A Monday; any will do. */
const MONDAY = new Date(2024, 0, 1);

/** Names of the weekdays in the viewer's language, Monday first. */
export function weekdayNames(width: 'long' | 'short'): readonly string[] {
  const formatter = new Intl.DateTimeFormat(undefined, { weekday: width });
  return Array.from({ length: 7 }, (_, index) => {
    const day = new Date(MONDAY);
    day.setDate(day.getDate() + index);
    return formatter.format(day);
  });
}

/** An hour as clocks have it: `08:00`. */
export const hourName = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

/** The busiest hour and the quietest of these weekdays, in words; of one day alone there is no quietest. */
export function summarizeHeat(
  rows: readonly (readonly number[])[],
  days: readonly number[],
  format: (value: number) => string,
): string {
  const flat = rows.flatMap((row, day) => row.map((value, hour) => ({ value, day, hour })));
  const busiest = flat.reduce((best, cell) => (cell.value > best.value ? cell : best));
  if (busiest.value === 0) return 'No messages.';
  const names = weekdayNames('long');
  const messages = (count: number) => `${format(count)} ${count === 1 ? 'message' : 'messages'}`;
  const busiestHour = `Busiest hour: ${names[busiest.day]} ${hourName(busiest.hour)}, ${messages(busiest.value)}.`;
  if (days.length < 2) return busiestHour;
  const totals = days.map(day => ({ day, total: rows[day]!.reduce((sum, value) => sum + value, 0) }));
  const quietest = totals.reduce((least, one) => (one.total < least.total ? one : least));
  return `${busiestHour} Quietest day: ${names[quietest.day]}, ${messages(quietest.total)}.`;
}
