import { describe, expect, test } from 'vitest';
import { buildCatalogue } from '../../../src/catalogue/index.ts';
import { createRegistry } from '../../../src/metrics/index.ts';
import { createEventFlowRecorder } from '../../../src/recorders/index.ts';
import { createApplicationSink } from '../../../src/runtime/events/application-sink.ts';
import type { Intake } from '../../../src/runtime/events/intake.ts';
import { scrapeSeries } from '../../support/scrape.ts';

const SOURCE = { application: 'assistant', environment: 'test', instance: 'one' };

describe('the events of an application', () => {
  test('are counted as refused while the spool cannot be opened, and kept once it is', async () => {
    const registry = createRegistry();
    const kept: unknown[] = [];
    let isOpen = false;
    const sink = createApplicationSink({
      intake: async (): Promise<Intake> => {
        if (!isOpen) throw new Error('not writable');
        return {
          submit: async events => {
            kept.push(...events);
            return [];
          },
        };
      },
      source: SOURCE,
      recorder: createEventFlowRecorder(registry, buildCatalogue()),
      problem: { log: () => {} },
    });
    for (let i = 0; i < 250; i++) sink.emit({ type: 'chat' });
    await sink.flush();
    const refused = (await scrapeSeries(registry)).get('aiwatch_events_refused_total{reason="spool_failed"}');
    expect([refused, kept.length]).toEqual([250, 0]);
    isOpen = true;
    sink.emit({ type: 'chat' });
    await sink.flush();
    expect(kept.length).toBe(1);
  });
});
