import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/index.ts';
import { ERROR_CODES } from '../../src/errors.ts';

const PAGE = readFileSync('docs/store.md', 'utf8');
const PAGE_OF_API = readFileSync('docs/api.md', 'utf8');
const CONFIG = loadConfig({ env: {} });

/** Computes the indented formula that contains a text, without its units. */
function compute(text: string): number {
  const line = PAGE.split('\n').find(each => each.startsWith('    ') && each.includes(text)) ?? '';
  const formula = line
    .split('=')[0]!
    .replaceAll(/(?<=\d),(?=\d{3})/g, '')
    .replaceAll('1 GiB', String(2 ** 30))
    .replaceAll('×', '*')
    .replaceAll(/[a-z]+/gi, '');
  return Number(new Function(`return ${formula}`)());
}

/** The number of bytes in a row of the table of what was measured. */
function measured(what: string): number {
  const row = PAGE.split('\n').find(line => line.startsWith(`| ${what}`)) ?? '';
  return Number(/\| (\d+) \|$/.exec(row)?.[1]);
}

describe('the guide to the store', () => {
  it('computes right', () => {
    expect(compute('100,000 × 30') / 1e9).toBeCloseTo(3.2, 1);
    expect(compute('1 GiB / (500') / 60).toBeCloseTo(64, 0);
  });

  it('rounds what was measured to its rule', () => {
    const perEvent = ['an event: its row', 'an event: its part of five', 'an event: its part of the audit'];
    const sum = perEvent.map(measured).reduce((a, b) => a + b);
    expect(Math.abs(1.1 * 502 + 430 - sum) / sum).toBeLessThan(0.02);
  });

  it('tells the defaults as they are', () => {
    expect(PAGE).toContain(`\`store.rollupRetentionDays\` (${CONFIG.store.rollupRetentionDays})`);
    expect(PAGE).toContain(`\`MONITORING_RETENTION_DAYS\` (${CONFIG.store.retentionDays})`);
    expect(PAGE).toContain(`\`store.maxConnections\` (${CONFIG.store.maxConnections})`);
    expect(CONFIG.events.spoolMaxBytes).toBe(2 ** 30);
    const { service, admin, refused } = CONFIG.auth.requestsPerMinute;
    expect(PAGE_OF_API).toContain(
      `${service.toLocaleString('en')} for a service, ${admin.toLocaleString('en')} for`,
    );
    expect(PAGE_OF_API).toContain(`may go on ${refused} times a minute`);
  });

  it('names errors that there are', () => {
    const named = [...`${PAGE}${PAGE_OF_API}`.matchAll(/`((?:STORE|EVENT|SPOOL)_[A-Z_]+)`/g)].map(
      match => match[1],
    );
    expect(named.length).toBeGreaterThan(6);
    expect(named.filter(code => !ERROR_CODES.some(known => known === code))).toEqual([]);
  });
});
