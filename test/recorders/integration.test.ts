import { describe, expect, test } from 'vitest';
import { createIntegrationCounts } from '../support/integration-counts.ts';

describe('an integration', () => {
  test('counts its attempts by how they ended, from 0 on', async () => {
    const { recorder, countOf } = createIntegrationCounts();
    expect(await Promise.all(['delivered', 'failed', 'dead_letter'].map(countOf))).toEqual([0, 0, 0]);
    recorder.record({ result: 'delivered', durationSeconds: 0.1 });
    recorder.record({ result: 'failed', durationSeconds: 10 });
    recorder.record({ result: 'dead_letter', durationSeconds: 0.1 });
    recorder.recordUnattempted();
    const results = ['delivered', 'failed', 'dead_letter'];
    expect(await Promise.all(results.map(countOf))).toEqual([1, 1, 2]);
  });

  test('shows its state at each scrape, and nothing while another server delivers', async () => {
    const { recorder, gauge } = createIntegrationCounts();
    let isLeading = true;
    const state = { queueLength: 3, lagSeconds: 1.5, deadLetters: 2, isBreakerOpen: true };
    recorder.collect(() => (isLeading ? state : undefined));
    const names = ['queue_length', 'lag_seconds', 'dead_letters', 'breaker_open'];
    expect(await Promise.all(names.map(gauge))).toEqual([3, 1.5, 2, 1]);
    isLeading = false;
    expect(await Promise.all(names.map(gauge))).toEqual([undefined, undefined, undefined, undefined]);
  });
});
