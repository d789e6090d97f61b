import { describe, expect, test, vi } from 'vitest';
import { formatDateTimeSeconds } from '../../../panel/src/data/format-time.ts';

describe('a moment', () => {
  test('has its year where that is not the present one', () => {
    vi.useFakeTimers({ now: new Date(2027, 0, 2) });
    expect(formatDateTimeSeconds(new Date(2026, 11, 31, 8))).toContain('2026');
    expect(formatDateTimeSeconds(new Date(2027, 0, 1, 8))).not.toContain('2027');
    vi.useRealTimers();
  });
});
