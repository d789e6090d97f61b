import { describe, expect, test } from 'vitest';
import {
  HEAT_LEVELS,
  heatLevel,
  heatRows,
  summarizeHeat,
  weekdayNames,
  weekdaysIn,
} from '../../../panel/src/charts/heat-level.ts';
import { buildSparkline } from '../../../panel/src/charts/sparkline-path.ts';

const WEEK = [0, 1, 2, 3, 4, 5, 6];

describe('a heat map', () => {
  test('gives nothing no colour, the least a faint one, and the most the strongest', () => {
    expect([0, 1, 50, 100].map(value => heatLevel(value, 100))).toEqual([0, 1, 3, HEAT_LEVELS]);
    expect(heatLevel(0, 0)).toBe(0);
  });

  test('has seven days of 24 hours, Monday first, whatever came', () => {
    const rows = heatRows([
      { weekday: 1, hour: 9, events: 9, messages: 4 },
      { weekday: 7, hour: 23, events: 1, messages: 1 },
      { weekday: 9, hour: 30, events: 1, messages: 1 },
    ]);
    expect(rows.map(row => row.length)).toEqual([24, 24, 24, 24, 24, 24, 24]);
    expect(rows[0]![9]).toBe(4);
    expect(rows[6]![23]).toBe(1);
    expect(rows.flat().reduce((sum, value) => sum + value)).toBe(5);
  });

  test('says in words when the most is written, and when the least', () => {
    const rows = heatRows([
      { weekday: 4, hour: 14, events: 0, messages: 36 },
      ...[1, 2, 3, 5, 6].map(weekday => ({ weekday, hour: 8, events: 0, messages: 2 })),
    ]);
    const [thursday, sunday] = [weekdayNames('long')[3], weekdayNames('long')[6]];
    expect(summarizeHeat(rows, WEEK, String)).toBe(
      `Busiest hour: ${thursday} 14:00, 36 messages. Quietest day: ${sunday}, 0 messages.`,
    );
    expect(summarizeHeat(heatRows([]), WEEK, String)).toBe('No messages.');
    const one = heatRows([{ weekday: 4, hour: 14, events: 1, messages: 1 }]);
    expect(summarizeHeat(one, [3], String)).toBe(`Busiest hour: ${thursday} 14:00, 1 message.`);
  });

  test('names no weekday that its range has not, and of one day no quietest', () => {
    const rows = heatRows([
      { weekday: 1, hour: 9, events: 0, messages: 526 },
      { weekday: 7, hour: 9, events: 0, messages: 4 },
    ]);
    const [monday, sunday] = [weekdayNames('long')[0], weekdayNames('long')[6]];
    const busiest = `Busiest hour: ${monday} 09:00, 526 messages.`;
    expect(summarizeHeat(rows, [0], String)).toBe(busiest);
    expect(summarizeHeat(rows, [6, 0], String)).toBe(`${busiest} Quietest day: ${sunday}, 4 messages.`);
  });

  test('knows the weekdays of its range, of which the last one may go on', () => {
    const at = (day: number, hour = 0) => new Date(2026, 10, day, hour).toISOString();
    expect(weekdaysIn({ from: at(30), to: at(30, 9) })).toEqual([0]);
    expect(weekdaysIn({ from: at(29), to: at(30, 9) })).toEqual([6, 0]);
    expect(weekdaysIn({ from: at(28), to: at(30) })).toEqual([5, 6]);
    expect([...weekdaysIn({ from: at(1), to: at(30) })].sort()).toEqual(WEEK);
  });
});

describe('a sparkline', () => {
  test('goes from left to right, the highest value on top', () => {
    expect(buildSparkline([0, 5, 10])).toEqual({
      line: 'M0 32L50 16L100 0',
      area: 'M0 32L50 16L100 0L100 32L0 32Z',
    });
  });

  test('has a gap where nothing is known, and then no area', () => {
    expect(buildSparkline([1, null, 1, 1])).toEqual({ line: 'M0 0L0 0M66.67 0L100 0', area: '' });
  });

  test('has a dot where a value is alone', () => {
    expect(buildSparkline([null, 2, null, 4]).line).toBe('M33.33 16L33.33 16M100 0L100 0');
    expect(buildSparkline([7]).line).toBe('M0 0L0 0');
  });

  test('of nothing lies on the ground', () => {
    expect(buildSparkline([0, 0]).line).toBe('M0 32L100 32');
    expect(buildSparkline([]).line).toBe('');
  });
});
