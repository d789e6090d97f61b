import { describe, expect, test } from 'vitest';
import type { ChartData } from '../../../panel/src/charts/chart-data.ts';
import { chartRows, rowsToCsv } from '../../../panel/src/charts/chart-rows.ts';
import { formatPoint, formatSplits } from '../../../panel/src/charts/format-point.ts';
import { summarize } from '../../../panel/src/charts/summarize.ts';

const DAYS = [new Date(2026, 10, 1), new Date(2026, 10, 2), new Date(2026, 10, 3)].map(day => day.getTime());
const DATA: ChartData = {
  times: DAYS,
  interval: 'day',
  series: [
    { name: 'messages', label: 'Messages', color: '--chart-1', draw: 'bars', values: [4, 90, 5] },
    {
      name: 'previous',
      label: 'Period before',
      color: '--chart-previous',
      draw: 'dashed',
      values: [null, 3, 3],
    },
    { name: 'users', label: 'Users', color: '--chart-2', draw: 'line', values: [null, null, null] },
  ],
  anomalies: [1],
};
const day = (index: number) => formatPoint(DAYS[index]!, 'day');

describe('a chart in words', () => {
  test('says its extent, its extremes and what is unusual', () => {
    expect(summarize(DATA, String)).toBe(
      [
        `3 points, from ${day(0)} to ${day(2)}.`,
        `Messages: highest 90 (${day(1)}), lowest 4 (${day(0)}).`,
        'Period before: always 3.',
        'Users: no data.',
        `Unusual: ${day(1)}.`,
      ].join(' '),
    );
  });

  test('takes what is not over yet for no lowest value', () => {
    const [messages, previous] = DATA.series;
    expect(summarize({ ...DATA, series: [messages!, previous!], partial: 0 }, String)).toContain(
      `lowest 5 (${day(2)})`,
    );
  });

  test('says that there is nothing', () => {
    expect(summarize({ times: [], interval: 'day', series: [] }, String)).toBe('No data.');
  });

  test('names an hour by its beginning and its end, a week by its first day', () => {
    const time = new Date(2026, 10, 2, 23).getTime();
    expect(formatPoint(time, 'hour')).toMatch(/23:00 – 00:00$/);
    expect(formatPoint(DAYS[1]!, 'week')).toBe(`Week of ${day(1)}`);
    expect(formatPoint(DAYS[1]!, 'month')).toContain('2026');
  });

  test('labels its axis as shortly as the steps allow', () => {
    const seconds = (date: Date) => date.getTime() / 1000;
    const [morning, midnight] = [seconds(new Date(2026, 10, 2, 6)), seconds(new Date(2026, 10, 3))];
    const [hour, newDay] = formatSplits([morning, midnight], 6 * 3600);
    expect(hour).toMatch(/06:00/);
    expect(newDay).toMatch(/3/);
    expect(newDay).not.toMatch(/:/);
    expect(
      formatSplits([seconds(new Date(2026, 11, 1)), seconds(new Date(2027, 0, 1))], 31 * 86_400)[1],
    ).toBe('2027');
    const close = formatSplits(
      [0, 15, 30, 45].map(second => seconds(new Date(2026, 10, 2, 6, 1, second))),
      15,
    );
    expect(new Set(close).size).toBe(4);
  });
});

describe('a chart as a file', () => {
  test('has a row for each point, in UTC, with all series', () => {
    expect(chartRows(DATA)[1]).toEqual({
      time: new Date(DAYS[1]!).toISOString(),
      messages: 90,
      previous: 3,
      users: null,
      unusual: true,
    });
  });

  test('is CSV with a header', () => {
    const [header, first] = rowsToCsv(chartRows(DATA)).split('\r\n');
    expect(header).toBe('time,messages,previous,users,unusual');
    expect(first).toBe(`${new Date(DAYS[0]!).toISOString()},4,,,false`);
  });
});
