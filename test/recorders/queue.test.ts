import { describe, expect, test } from 'vitest';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { createRegistry } from '../../src/metrics/index.ts';
import { createQueueRecorder, type QueueReading } from '../../src/recorders/index.ts';
import { sampleValue } from '../support/parse-exposition.ts';
import { scrapeFamilies } from '../support/scrape.ts';

describe('a queue', () => {
  test('is read at each scrape, and shown until it is removed', async () => {
    const registry = createRegistry();
    const recorder = createQueueRecorder(registry, buildCatalogue());
    let waiting = 3;
    const length: QueueReading = { queue: 'jobs', metric: 'length', read: () => waiting };
    const active: QueueReading = { queue: 'jobs', metric: 'active', read: () => 2 };
    const readings = [length, active];
    recorder.collect(() => readings.forEach(recorder.record));
    const scrape = async () => {
      const families = await scrapeFamilies(registry);
      return ['queue_length', 'queue_active_requests'].map(name =>
        sampleValue(families, name, { queue: 'jobs' }),
      );
    };
    expect(await scrape()).toEqual([3, 2]);
    waiting = 4;
    recorder.remove(active);
    readings.pop();
    expect(await scrape()).toEqual([4, undefined]);
  });

  test('that cannot be read is left out, and says so', async () => {
    const registry = createRegistry();
    const recorder = createQueueRecorder(registry, buildCatalogue());
    const reading: QueueReading = { queue: 'jobs', metric: 'length', read: () => 1 };
    recorder.record(reading);
    expect(() => recorder.record({ ...reading, read: () => Number.NaN })).toThrow('METRIC_VALUE_INVALID');
    const families = await scrapeFamilies(registry);
    expect(sampleValue(families, 'queue_length', { queue: 'jobs' })).toBeUndefined();
  });
});
