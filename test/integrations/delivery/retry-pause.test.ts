import { describe, expect, test } from 'vitest';
import { createBreaker } from '../../../src/integrations/delivery/breaker.ts';
import { parseRetryAfter, retryPauseMs } from '../../../src/integrations/delivery/retry-pause.ts';

const pauses = { firstPauseMs: 1000, maxPauseMs: 10_000 };

describe('the pause before the next attempt', () => {
  test('doubles up to its bound, and half of it is chance', () => {
    expect([1, 2, 3, 4, 5, 60].map(failures => retryPauseMs(pauses, failures, 1))).toEqual([
      1000, 2000, 4000, 8000, 10_000, 10_000,
    ]);
    expect(retryPauseMs(pauses, 2, 0)).toBe(1000);
  });

  test('asked for by Retry-After is read as seconds or as a date, an hour at the most', () => {
    const nowMs = Date.parse('2026-11-21T12:00:00Z');
    const headers = [
      '7',
      'Sat, 21 Nov 2026 12:00:30 GMT',
      'Sat, 21 Nov 2026 11:00:00 GMT',
      '999999',
      'soon',
      null,
    ];
    expect(headers.map(header => parseRetryAfter(header, nowMs))).toEqual([
      7000,
      30_000,
      0,
      3_600_000,
      undefined,
      undefined,
    ]);
  });
});

describe('the breaker', () => {
  const start = () => {
    let nowMs = 0;
    const breaker = createBreaker({ ...pauses, breakerFailures: 3 }, () => nowMs);
    return { breaker, advance: (ms: number) => (nowMs += ms) };
  };

  test('opens after failures one after another, lets one through after a pause, and closes with a success', () => {
    const { breaker, advance } = start();
    breaker.fail();
    breaker.fail();
    breaker.succeed();
    breaker.fail();
    breaker.fail();
    expect([breaker.isOpen, breaker.waitMs()]).toEqual([false, 0]);
    breaker.fail();
    expect(breaker.isOpen).toBe(true);
    expect(breaker.waitMs()).toBeGreaterThanOrEqual(500);
    advance(1000);
    expect([breaker.isOpen, breaker.waitMs()]).toEqual([true, 0]);
    breaker.succeed();
    expect([breaker.isOpen, breaker.waitMs()]).toEqual([false, 0]);
  });

  test('pauses as long as it is asked to, without being open', () => {
    const { breaker, advance } = start();
    breaker.pause(5000);
    expect([breaker.isOpen, breaker.waitMs()]).toEqual([false, 5000]);
    advance(5000);
    expect(breaker.waitMs()).toBe(0);
  });
});
