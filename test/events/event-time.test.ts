import { describe, expect, test } from 'vitest';
import { EVENT_LIMITS } from '../../src/catalogue/index.ts';
import { isTooFarAhead, parseEventTime } from '../../src/events/event-time.ts';

const NOON_MS = Date.UTC(2024, 0, 10, 12);

describe('the time of an event', () => {
  test.each([
    '2024-01-10T12:00:00Z',
    '2024-01-10T12:00:00.000000Z',
    '2024-01-10 12:00:00',
    '2024-01-10T12:00',
    '2024-01-10T12:00:00,0',
    '2024-01-10T13:00:00+01:00',
    '2024-01-10T13:00:00+0100',
    '2024-01-10T04:00:00-08:00',
  ])('may be written as %s', text => {
    expect(parseEventTime(text)).toBe(NOON_MS);
  });

  test('may be Unix milliseconds, whose fraction is dropped', () => {
    expect(parseEventTime(NOON_MS)).toBe(NOON_MS);
    expect(parseEventTime(NOON_MS + 0.9)).toBe(NOON_MS);
    expect(parseEventTime(0)).toBe(0);
  });

  test('is as exact as a millisecond', () => {
    expect(parseEventTime('2024-01-10T12:00:00.123456789Z')).toBe(NOON_MS + 123);
  });

  test.each([
    '',
    'yesterday',
    '2024-01-10',
    '12:00:00',
    '2024-13-10T12:00:00Z',
    '2024-01-10T25:00:00Z',
    '1969-12-31T23:59:59Z',
    '2024-01-10T12:00:00Z; drop',
    '+012024-01-10T12:00:00Z',
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    253_402_300_800_000,
    null,
    undefined,
    {},
    true,
  ])('is not %s', value => {
    expect(parseEventTime(value)).toBeUndefined();
  });

  test('is too far ahead from a millisecond beyond the bound on', () => {
    expect(isTooFarAhead(NOON_MS + EVENT_LIMITS.futureMs, NOON_MS)).toBe(false);
    expect(isTooFarAhead(NOON_MS + EVENT_LIMITS.futureMs + 1, NOON_MS)).toBe(true);
    expect(isTooFarAhead(0, NOON_MS)).toBe(false);
  });
});
