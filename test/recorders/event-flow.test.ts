import { describe, expect, test } from 'vitest';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { createRegistry } from '../../src/metrics/index.ts';
import { createEventFlowRecorder, type SpoolReading } from '../../src/recorders/index.ts';
import { sampleValue } from '../support/parse-exposition.ts';
import { scrapeFamilies } from '../support/scrape.ts';

const READING: SpoolReading = {
  bytes: 500,
  events: 3,
  oldestAgeSeconds: 7,
  corruptEvents: 0,
  isWritable: true,
};

describe('a spool', () => {
  test('is read at each scrape', async () => {
    const registry = createRegistry();
    createEventFlowRecorder(registry, buildCatalogue()).watchSpool(1000, () => READING);
    const families = await scrapeFamilies(registry);
    expect(
      ['bytes', 'limit_bytes', 'events', 'writable'].map(name =>
        sampleValue(families, `aiwatch_spool_${name}`, {}),
      ),
    ).toEqual([500, 1000, 3, 1]);
    expect(sampleValue(families, 'aiwatch_rollup_lag_seconds', {})).toBe(7);
  });

  test('that was damaged at its opening shows that as an increase from 0', async () => {
    const registry = createRegistry();
    let corruptEvents = 5;
    createEventFlowRecorder(registry, buildCatalogue()).watchSpool(1000, () => ({
      ...READING,
      corruptEvents,
    }));
    const scrape = async () =>
      sampleValue(await scrapeFamilies(registry), 'aiwatch_spool_corrupt_events_total', {});
    expect([await scrape(), await scrape()]).toEqual([0, 5]);
    corruptEvents = 6;
    expect([await scrape(), await scrape()]).toEqual([6, 6]);
  });
});

describe('the series that alerts read', () => {
  test('are there from the start, so that the first fault is an increase', async () => {
    const registry = createRegistry();
    createEventFlowRecorder(registry, buildCatalogue());
    const families = await scrapeFamilies(registry);
    expect(sampleValue(families, 'aiwatch_events_refused_total', { reason: 'spool_full' })).toBe(0);
    expect(sampleValue(families, 'aiwatch_events_dead_letters_total', {})).toBe(0);
    expect(sampleValue(families, 'aiwatch_store_up', {})).toBe(1);
  });
});
