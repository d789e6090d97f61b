import { describe, expect, test } from 'vitest';
import { formatDay, rangeOf } from '../../../panel/src/data/day-range.ts';

/** A Wednesday afternoon, in the time zone of the machine that runs the tests. */
const NOW = new Date(2026, 10, 18, 15, 30);
const choice = (range: string, from = '', to = '') => ({ range, from, to });

describe('a range of days', () => {
  test.each([
    ['today', new Date(2026, 10, 18), 1],
    ['week', new Date(2026, 10, 12), 7],
    ['month', new Date(2026, 9, 20), 30],
    ['quarter', new Date(2026, 7, 21), 90],
    ['year', new Date(2025, 10, 19), 365],
  ])('%s begins at midnight and ends now', (name, from, days) => {
    expect(rangeOf(choice(name), NOW)).toMatchObject({ from, to: NOW, days });
  });

  test('has as many days before it to be compared with', () => {
    expect(rangeOf(choice('week'), NOW)).toMatchObject({
      previousFrom: new Date(2026, 10, 5),
      previousTo: new Date(2026, 10, 11, 15, 30),
    });
  });

  test('of today up to now is compared with yesterday up to the same time', () => {
    expect(rangeOf(choice('today'), NOW)).toMatchObject({
      previousFrom: new Date(2026, 10, 17),
      previousTo: new Date(2026, 10, 17, 15, 30),
    });
  });

  test('of one’s own has its last day in it', () => {
    expect(rangeOf(choice('custom', '2026-11-01', '2026-11-03'), NOW)).toEqual({
      from: new Date(2026, 10, 1),
      to: new Date(2026, 10, 4),
      days: 3,
      previousFrom: new Date(2026, 9, 29),
      previousTo: new Date(2026, 10, 1),
    });
  });

  test('of one’s own does not go beyond now', () => {
    expect(rangeOf(choice('custom', '2026-11-17', '2026-11-30'), NOW)).toMatchObject({ to: NOW, days: 14 });
  });

  test.each([
    ['', ''],
    ['2026-11-03', '2026-11-01'],
    ['2026-02-30', '2026-11-01'],
    ['2026-12-01', '2026-12-02'],
    ['<script>', '2026-11-01'],
  ])('of one’s own is none from %j to %j', (from, to) => {
    expect(rangeOf(choice('custom', from, to), NOW)).toBeUndefined();
  });

  test.each(['', 'decade', 'toString'])('has no name %j', name => {
    expect(rangeOf(choice(name), NOW)).toBeUndefined();
  });

  test('is written as fields of dates have it', () => {
    expect(formatDay(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05');
  });
});
