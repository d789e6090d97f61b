import { access, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { findPromqlMistake } from '../../src/bundle/rules/parse-promql.ts';
import { parseConfig } from '../../src/config/index.ts';

const PAGE = await readFile('docs/scaling.md', 'utf8');

const GB = 1e9;
const MINUTES_PER_DAY = 24 * 60;

/** Rows of the table of sizes, as numbers: `40 billion` is 40e9, `0.4 GB` is 0.4e9. */
function listSizes(): readonly (readonly number[])[] {
  const units: Readonly<Record<string, number>> = { million: 1e6, billion: 1e9, GB };
  const rows = PAGE.match(/^\| [\d,]+ \| [\d,]+ \|.*$/gm) ?? [];
  return rows.map(row =>
    row
      .split('|')
      .slice(1, -1)
      .map(cell => {
        const [number = '', unit = ''] = cell.trim().split(' ');
        return Number(number.replaceAll(',', '')) * (units[unit] ?? 1);
      }),
  );
}

/** How far a rounded number of two digits may be off. */
const isAbout = (found: number | undefined, exact: number) => Math.abs((found ?? 0) / exact - 1) < 0.03;

describe('docs/scaling.md', () => {
  it('computes samples and disk from series, interval and days', () => {
    const { scrapeIntervalSeconds } = parseConfig({}).bundle;
    const samplesPerSeries = (60 / scrapeIntervalSeconds) * MINUTES_PER_DAY * 35;
    expect(PAGE).toContain(`${samplesPerSeries.toLocaleString('en-US')} samples per series`);
    const sizes = listSizes();
    expect(sizes.map(([instances]) => instances)).toEqual([1, 10, 100]);
    for (const [instances = 0, series = 0, perSecond, samples, least, most] of sizes) {
      expect(series).toBe(2000 * instances);
      expect(isAbout(perSecond, series / scrapeIntervalSeconds)).toBe(true);
      expect(isAbout(samples, series * samplesPerSeries)).toBe(true);
      expect(isAbout(least, series * samplesPerSeries)).toBe(true);
      expect(isAbout(most, 2 * series * samplesPerSeries)).toBe(true);
    }
  });

  it('names only files and folders that are there', async () => {
    const named = [...PAGE.matchAll(/(?:^|[`=\s])((?:prometheus|deploy)\/[\w./-]+\w)/g)].map(
      match => match[1]!,
    );
    expect(named.length).toBeGreaterThan(10);
    for (const path of new Set(named)) await expect(access(path), path).resolves.toBeUndefined();
  });

  it('has links to sections that it has', () => {
    const headings = [...PAGE.matchAll(/^#+ (.+)$/gm)].map(match =>
      match[1]!.toLowerCase().replaceAll(' ', '-'),
    );
    const links = [...PAGE.matchAll(/\]\(#([\w-]+)\)/g)].map(match => match[1]!);
    expect(links.filter(link => !headings.includes(link))).toEqual([]);
  });

  it('has queries that are PromQL', () => {
    const [, block = ''] = /```promql\n([\s\S]*?)```/.exec(PAGE) ?? [];
    const queries = block.split('\n').filter(line => line !== '' && !line.startsWith('#'));
    expect(queries).toHaveLength(4);
    expect(queries.map(query => findPromqlMistake(query))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
