import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { displayNumber } from '../../../tools/panels/display-value.ts';
import { formatNumber, type NumberFormat } from '../../../tools/panels/number-format.ts';
import { findUnit } from '../../../tools/panels/units.ts';

interface PageFormatting {
  formatNumber(format: NumberFormat, value: number): string;
  formatTicks(format: NumberFormat, ticks: readonly number[]): string[];
}

/** The script that the page runs. */
function loadPageFormatting(): PageFormatting {
  const panels = {} as PageFormatting;
  const source = readFileSync(new URL('../../../tools/panels/page/format.js', import.meta.url), 'utf8');
  runInContext(source, createContext({ panels }));
  return panels;
}

const page = loadPageFormatting();

const CASES: readonly (readonly [unit: string, decimals: number | undefined, value: number, text: string])[] =
  [
    ['none', undefined, 1234.5678, '1235'],
    ['none', 2, 1.5, '1.50'],
    ['short', undefined, 999, '999'],
    ['short', undefined, 1_500, '1.50 K'],
    ['short', undefined, 2_345_678, '2.35 Mil'],
    ['short', undefined, 0, '0'],
    ['percent', 1, 12.345, '12.3%'],
    ['percentunit', undefined, 0.034, '3.40%'],
    ['percentunit', undefined, 1, '100%'],
    ['s', undefined, 0, '0 s'],
    ['s', undefined, 0.000_25, '250 µs'],
    ['s', undefined, 0.25, '250 ms'],
    ['s', undefined, 1.5, '1.50 s'],
    ['s', undefined, 90, '1.50 mins'],
    ['s', undefined, 7_200, '2 hours'],
    ['s', undefined, 172_800, '2 days'],
    ['s', 1, -0.5, '-500.0 ms'],
    ['ms', undefined, 0.4, '0.400 ms'],
    ['ms', undefined, 1_250, '1.25 s'],
    ['ms', 1, 10_000_086, '2.8 hours'],
    ['bytes', undefined, 512, '512 B'],
    ['bytes', undefined, 1_536, '1.50 KiB'],
    ['bytes', 0, 268_435_456, '256 MiB'],
    ['decbytes', undefined, 1_500, '1.50 kB'],
    ['Bps', undefined, 2_000_000, '2 MB/s'],
    ['reqps', undefined, 12.34, '12.3 req/s'],
    ['reqps', undefined, 1_200, '1.20K req/s'],
    ['ops', undefined, 0.05, '0.0500 ops/s'],
    ['cps', undefined, 3, '3 c/s'],
    ['currencyUSD', 2, 0.5, '$0.50'],
    ['currencyUSD', undefined, 1_284, '$1.28K'],
    ['suffix:tok/s', undefined, 40, '40 tok/s'],
    ['prefix:≈', undefined, 40, '≈40'],
    ['tokens', undefined, 7, '7 tokens'],
    ['none', undefined, Number.NaN, 'NaN'],
    ['none', undefined, Number.POSITIVE_INFINITY, '∞'],
  ];

function buildFormat(unit: string, decimals: number | undefined): NumberFormat {
  const { format } = findUnit(unit);
  return decimals === undefined ? format : { ...format, decimals };
}

describe('numbers with units', () => {
  it.each(CASES)('%s (decimals %s) writes %d as %s', (unit, decimals, value, text) => {
    expect(formatNumber(buildFormat(unit, decimals), value)).toBe(text);
  });

  it('are written alike by the page', () => {
    for (const [unit, decimals, value] of CASES) {
      const format = buildFormat(unit, decimals);
      expect(page.formatNumber(format, value)).toBe(formatNumber(format, value));
    }
  });

  it('are plain, with a sign to warn of, where Grafana writes dates', () => {
    expect(findUnit('dateTimeAsIso').supported).toBe(false);
    expect(findUnit('s').supported).toBe(true);
  });
});

describe('texts of an axis', () => {
  it.each([
    ['s', [0, 0.5, 1, 1.5], ['0 s', '500 ms', '1 s', '1.5 s']],
    ['percentunit', [0, 0.025, 0.05], ['0%', '2.5%', '5%']],
    ['bytes', [0, 134_217_728, 268_435_456], ['0 B', '128 MiB', '256 MiB']],
    ['none', [0, 0.1, 0.2, 0.30000000000000004], ['0', '0.1', '0.2', '0.3']],
  ])('in %s are short and tell the ticks apart', (unit, ticks, texts) => {
    expect([...page.formatTicks(findUnit(unit).format, ticks)]).toEqual(texts);
  });
});

describe('value mappings', () => {
  const format = findUnit('none').format;
  const mappings = [
    { type: 'value', options: { '1': { text: 'UP', color: 'green' } } },
    { type: 'range', options: { from: 2, to: 5, result: { text: 'some', color: 'orange' } } },
    { type: 'special', options: { match: 'null+nan', result: { text: 'nothing' } } },
  ];

  it.each([
    [1, 'UP'],
    [3, 'some'],
    [null, 'nothing'],
    [Number.NaN, 'nothing'],
    [9, '9'],
  ])('write %s as %s', (value, text) => {
    expect(displayNumber({ mappings }, format, value).text).toBe(text);
  });

  it('colour by threshold where they set no colour', () => {
    const thresholds = {
      mode: 'absolute',
      steps: [
        { color: 'green', value: null },
        { color: 'red', value: 80 },
      ],
    };
    const colorOf = (value: number) => displayNumber({ thresholds }, format, value).color;
    expect([79.9, 80, 500].map(colorOf)).toEqual(['green', 'red', 'red']);
  });
});
