import { describe, expect, test } from 'vitest';
import { DURATION_STEPS, WHOLE_STEPS } from '../../../panel/src/charts/scale-steps.ts';
import { formatCompact, formatMilliseconds } from '../../../panel/src/data/format-number.ts';

/** More lines than a scale has. */
const MULTIPLES = [1, 2, 3, 4, 5, 6, 7, 8];

describe('the steps of a scale', () => {
  test('are whole, as what is counted is', () => {
    expect(WHOLE_STEPS.every(Number.isInteger)).toBe(true);
  });

  test.each(WHOLE_STEPS.filter(step => step < 1e12))(
    'have multiples that short names are exact for: %d',
    step => {
      const exact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 9 });
      for (const times of MULTIPLES) expect(formatCompact(times * step)).toBe(exact.format(times * step));
    },
  );

  test('of durations are those of clocks', () => {
    expect(DURATION_STEPS).toEqual([...DURATION_STEPS].sort((a, b) => a - b));
    expect([60_000, 120_000, 180_000].map(formatMilliseconds)).toEqual(['1 min', '2 min', '3 min']);
    for (const step of DURATION_STEPS.filter(one => one >= 60_000))
      expect(formatMilliseconds(step)).toMatch(/^[\d,.]+ (min|h)$/);
  });
});
