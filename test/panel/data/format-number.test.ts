import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatCompact,
  formatCount,
  formatMilliseconds,
  formatPercent,
} from '../../../panel/src/data/format-number.ts';

/** Numbers are written as the viewer's language has them; here that of the machine that runs the tests. */
const local = (value: number, options: Intl.NumberFormatOptions = {}) =>
  new Intl.NumberFormat(undefined, options).format(value);

describe('numbers', () => {
  test('of things are whole', () => {
    expect(formatCount(12_345.4)).toBe(local(12_345));
  });

  test('on axes are short', () => {
    expect(formatCompact(12_345)).toBe(local(12_345, { notation: 'compact', maximumFractionDigits: 1 }));
  });

  test('in percent have one digit at the most', () => {
    expect(formatPercent(97.52)).toBe(local(0.975, { style: 'percent', maximumFractionDigits: 1 }));
    expect(formatPercent(40)).toBe(local(0.4, { style: 'percent' }));
  });

  test('in percent are not nothing where something is', () => {
    expect([0, 0.01, 0.049, 0.05].map(formatPercent)).toEqual([
      local(0, { style: 'percent' }),
      ...[0.001, 0.001].map(least => `<${local(least, { style: 'percent', maximumFractionDigits: 1 })}`),
      local(0.001, { style: 'percent', maximumFractionDigits: 1 }),
    ]);
  });

  test.each([
    [0, '0 ms'],
    [4.25, `${local(4.3)} ms`],
    [245.4, '245 ms'],
    [999.4, '999 ms'],
    [1845, `${local(1.85)} s`],
    [12_340, `${local(12.3)} s`],
    [999.6, `${local(1)} s`],
    [150_000, `${local(2.5)} min`],
    [5_400_000, `${local(1.5)} h`],
  ])('of milliseconds have the unit that suits them: %d', (value, text) => {
    expect(formatMilliseconds(value)).toBe(text);
  });

  test.each([
    [0, '0 B'],
    [1023, `${local(1023)} B`],
    [1536, `${local(1.5)} KiB`],
    [3 * 1024 ** 3, '3 GiB'],
    [5000 * 1024 ** 4, `${local(5000)} TiB`],
  ])('of bytes have the unit that suits them: %d', (value, text) => {
    expect(formatBytes(value)).toBe(text);
  });
});
