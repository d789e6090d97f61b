import { describe, expect, test, vi } from 'vitest';
import { formatDateTimeSeconds, formatTime } from '../../../panel/src/data/format-time.ts';

describe('a moment', () => {
  test('is told by its clock today, and by its date too where it was another day', () => {
    vi.useFakeTimers({ now: new Date(2026, 10, 29, 12) });
    const evening = new Date(2026, 10, 29, 23, 58, 7);
    expect(formatTime(evening)).toBe('23:58:07');
    vi.setSystemTime(new Date(2026, 10, 30, 0, 1));
    expect(formatTime(evening)).toMatch(/29.*23:58$/);
    expect(formatTime(new Date(2026, 10, 30, 0, 0, 30))).toBe('00:00:30');
    vi.useRealTimers();
  });

  test('has its year where that is not the present one', () => {
    vi.useFakeTimers({ now: new Date(2027, 0, 2) });
    expect(formatDateTimeSeconds(new Date(2026, 11, 31, 8))).toContain('2026');
    expect(formatDateTimeSeconds(new Date(2027, 0, 1, 8))).not.toContain('2027');
    vi.useRealTimers();
  });
});
