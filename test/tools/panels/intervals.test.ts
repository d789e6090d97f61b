import { describe, expect, it } from 'vitest';
import { type IntervalOptions, resolveIntervals } from '../../../tools/panels/intervals.ts';
import { formatDuration, parseDurationMs, parseTimeRange } from '../../../tools/panels/time-range.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

function options(rangeMs: number, rest: Partial<IntervalOptions> = {}): IntervalOptions {
  return { range: { fromMs: 0, toMs: rangeMs }, maxDataPoints: 800, scrapeInterval: '15s', ...rest };
}

describe('resolveIntervals', () => {
  it.each([
    ['a short range is held at the scrape interval', options(30 * MINUTE_MS), 15, 60, 15],
    ['6 hours on 800 points round to 30 s', options(6 * HOUR_MS), 30, 60, 30],
    ['a day rounds to 2 min, which is longer than 4 scrapes', options(24 * HOUR_MS), 120, 135, 120],
    ['a week rounds to 15 min', options(168 * HOUR_MS), 900, 915, 900],
    ['a narrow panel gets longer steps', options(6 * HOUR_MS, { maxDataPoints: 100 }), 300, 315, 300],
    ['the scrape interval is the floor', options(30 * MINUTE_MS, { scrapeInterval: '1m' }), 60, 240, 60],
    ['a panel may ask for more', options(30 * MINUTE_MS, { panelInterval: '1m' }), 60, 75, 60],
    ['the old form with > is read', options(30 * MINUTE_MS, { panelInterval: '>30s' }), 30, 60, 30],
    [
      "a query's min step replaces the scrape interval",
      options(30 * MINUTE_MS, { targetInterval: '2m' }),
      120,
      480,
      120,
    ],
    [
      'a min step may be below the scrape interval',
      options(30 * MINUTE_MS, { targetInterval: '5s' }),
      5,
      20,
      5,
    ],
    ['a factor stretches the step alone', options(30 * MINUTE_MS, { intervalFactor: 2 }), 15, 60, 30],
    [
      'a step may follow the rate interval',
      options(30 * MINUTE_MS, { targetInterval: '$__rate_interval' }),
      15,
      60,
      60,
    ],
  ])('%s', (_, given, interval, rateInterval, step) => {
    const { intervalMs, rateIntervalMs, stepMs } = resolveIntervals(given);
    expect([intervalMs, rateIntervalMs, stepMs].map(ms => ms / 1_000)).toEqual([
      interval,
      rateInterval,
      step,
    ]);
  });

  it('never asks for more points than Prometheus gives', () => {
    const rangeMs = 30 * 24 * HOUR_MS;
    const { stepMs } = resolveIntervals(options(rangeMs, { targetInterval: '1s', maxDataPoints: 1_000_000 }));
    expect(rangeMs / stepMs).toBeLessThanOrEqual(11_000);
  });
});

describe('durations and ranges', () => {
  it.each([
    ['250ms', 250],
    ['15s', 15_000],
    ['1h30m', 5_400_000],
    ['1.5h', 5_400_000],
    ['7d', 604_800_000],
  ])('reads %s', (text, ms) => {
    expect(parseDurationMs(text)).toBe(ms);
  });

  it('says what it found where a duration is wrong', () => {
    expect(() => parseDurationMs('soon')).toThrow('found "soon"');
  });

  it.each([
    [15_000, '15s'],
    [75_000, '75s'],
    [120_000, '2m'],
    [1_500, '1500ms'],
    [86_400_000, '1d'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it('reads relative, absolute and numeric times', () => {
    const nowMs = Date.UTC(2026, 0, 2);
    expect(parseTimeRange('now-30m', 'now', nowMs)).toEqual({ fromMs: nowMs - 1_800_000, toMs: nowMs });
    expect(parseTimeRange('2026-01-01T00:00:00Z', String(nowMs), nowMs)).toEqual({
      fromMs: nowMs - 86_400_000,
      toMs: nowMs,
    });
  });

  it('refuses a range that ends before it begins, and a time it cannot read', () => {
    expect(() => parseTimeRange('now', 'now-1h', 0)).toThrow('expected a beginning before the end');
    expect(() => parseTimeRange('yesterday', 'now', 0)).toThrow('found "yesterday"');
  });
});
