import { expect, test } from 'vitest';
import { buildTwoDaysChart, startOfTwoDays } from '../../panel/src/pages/monitoring/two-days-chart.ts';
import type { TimelineAnswer } from '../../src/api/analytics.ts';

const HOUR_MS = 3_600_000;
const NOW = Date.parse('2026-11-20T13:37:21Z');

/** What the server says of so many messages in hours of UTC; the others had none. */
function answerOf(messages: Readonly<Record<string, number>>): TimelineAnswer {
  const from = startOfTwoDays(NOW);
  const points = Array.from({ length: 48 }, (_, index) => {
    const start = new Date(from + index * HOUR_MS).toISOString();
    return { start, messages: messages[start.slice(0, 13)] ?? 0 } as TimelineAnswer['points'][number];
  });
  const range = { from: new Date(from).toISOString(), to: new Date(NOW).toISOString() };
  return { range, timeZone: 'UTC', interval: 'hour', points };
}

test('the message volume lays 24 hours up to the present one over the same hours of the day before', () => {
  const chart = buildTwoDaysChart(answerOf({ '2026-11-20T13': 5, '2026-11-20T12': 7, '2026-11-19T12': 2 }));
  const [now, before] = chart.series.map(({ values }) => values);
  expect(chart.times.map(time => new Date(time).toISOString().slice(0, 13))).toEqual([
    ...Array.from({ length: 10 }, (_, hour) => `2026-11-19T${14 + hour}`),
    ...Array.from({ length: 14 }, (_, hour) => `2026-11-20T${String(hour).padStart(2, '0')}`),
  ]);
  expect([now?.slice(-2), before?.slice(-2)]).toEqual([
    [7, 5],
    [2, 0],
  ]);
  expect(chart.partial).toBe(23);
});
