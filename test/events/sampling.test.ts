import { describe, expect, test } from 'vitest';
import { isSampled, type SamplingConfig } from '../../src/events/index.ts';

const UNITS = Array.from({ length: 10_000 }, (_, index) => `session_${index}`);
const keptOf = (config: SamplingConfig, type = 'chat') => UNITS.filter(unit => isSampled(config, type, unit));

describe('sampling', () => {
  test('keeps all at 1 and nothing at 0', () => {
    expect(keptOf({ rates: {}, defaultRate: 1 })).toHaveLength(UNITS.length);
    expect(keptOf({ rates: {}, defaultRate: 0 })).toHaveLength(0);
  });

  test.each([0.01, 0.1, 0.5, 0.9])('keeps about the share that is asked for: %d', rate => {
    // Four standard deviations of a fair choice; the units are the same each time, and so is the answer.
    const tolerance = 4 * Math.sqrt((rate * (1 - rate)) / UNITS.length);
    expect(Math.abs(keptOf({ rates: {}, defaultRate: rate }).length / UNITS.length - rate)).toBeLessThan(
      tolerance,
    );
  });

  test('keeps at a higher rate whatever it keeps at a lower one', () => {
    const many = new Set(keptOf({ rates: {}, defaultRate: 0.4 }));
    expect(keptOf({ rates: {}, defaultRate: 0.1 }).filter(unit => !many.has(unit))).toEqual([]);
  });

  test('keeps the same sessions of each type at the same rate', () => {
    const config = { rates: { tool: 0.3 }, defaultRate: 0.3 };
    expect(keptOf(config, 'tool')).toEqual(keptOf(config, 'chat'));
  });

  test('has a rate for each type; errors are kept unless theirs is named', () => {
    const config = { rates: { chat: 0 }, defaultRate: 0 };
    expect(keptOf(config, 'error')).toHaveLength(UNITS.length);
    expect(keptOf({ rates: { error: 0 }, defaultRate: 1 }, 'error')).toHaveLength(0);
    expect(keptOf({ rates: { chat: 0 }, defaultRate: 1 }, 'tool')).toHaveLength(UNITS.length);
  });

  test('takes no rate from the names of the language', () => {
    expect(keptOf({ rates: {}, defaultRate: 0 }, 'constructor')).toHaveLength(0);
  });
});
