import { describe, expect, it, onTestFinished } from 'vitest';
import { buildCatalogue } from '../../../src/catalogue/index.ts';
import { createRegistry } from '../../../src/metrics/index.ts';
import { createEventFlowRecorder } from '../../../src/recorders/index.ts';
import { type DeliveryOptions, startDelivery } from '../../../src/runtime/events/delivery.ts';
import { openSpool, SPOOL_DEFAULTS } from '../../../src/spool/index.ts';
import { scrapeSeries } from '../../support/scrape.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

type Deliver = DeliveryOptions['destination']['deliver'];

async function start(
  deliver: (texts: readonly string[]) => void | Promise<void>,
  options: Partial<DeliveryOptions> = {},
) {
  const dir = await createTemporaryFolder();
  const spool = await openSpool({ dir, ...SPOOL_DEFAULTS });
  onTestFinished(() => spool.close());
  const registry = createRegistry();
  const problems: unknown[] = [];
  const destination = {
    deliver: (async records => {
      await deliver(records.map(record => Buffer.from(record).toString()));
      return { stored: records.length, duplicates: 0, deadLetters: 0 };
    }) satisfies Deliver,
    close: async () => {},
  };
  const delivery = startDelivery({
    spool,
    destination,
    recorder: createEventFlowRecorder(registry, buildCatalogue()),
    problem: { log: (_where, error) => void problems.push(error) },
    batchSize: 100,
    flushIntervalMs: 5,
    concurrency: 2,
    ...options,
  });
  onTestFinished(() => delivery.stop(0));
  const append = (texts: readonly string[]) => spool.append(texts.map(text => Buffer.from(text)));
  return { append, spool, delivery, registry, problems, dir };
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => String(i));

describe('the delivery of events', () => {
  it('delivers all that is spooled, once, in order', async () => {
    const delivered: string[] = [];
    const { append, delivery, spool } = await start(texts => void delivered.push(...texts), {
      concurrency: 1,
    });
    await append(numbers(250));
    await append(['last']);
    await delivery.stop(10_000);
    expect(delivered).toEqual([...numbers(250), 'last']);
    expect(spool.stats().records).toBe(0);
  });

  it('tries a batch again until the destination takes it, and loses none', async () => {
    let failures = 0;
    const delivered: string[] = [];
    const { append, delivery, registry, problems } = await start(texts => {
      if (failures++ < 3) throw new Error('not now');
      delivered.push(...texts);
    });
    await append(numbers(10));
    await delivery.stop(10_000);
    expect(delivered).toEqual(numbers(10));
    expect(problems).toHaveLength(3);
    const series = await scrapeSeries(registry);
    expect(series.get('aiwatch_store_failures_total')).toBe(3);
    expect(series.get('aiwatch_store_up')).toBe(1);
    expect(series.get('aiwatch_events_stored_total')).toBe(10);
  });

  it('asks how long to wait for more when the first event is there, not before', async () => {
    const delivered: string[] = [];
    let flushIntervalMs = 600_000;
    const { append } = await start(texts => void delivered.push(...texts), {
      flushIntervalMs: () => flushIntervalMs,
    });
    // It waits for the first event already.
    flushIntervalMs = 0;
    await append(['now']);
    await expect.poll(() => delivered, { timeout: 20_000 }).toEqual(['now']);
  });

  it('does not wait for more at its end, nor for its deadline', async () => {
    const delivered: string[] = [];
    const { append, delivery, spool } = await start(texts => void delivered.push(...texts), {
      flushIntervalMs: 600_000,
    });
    await append(['one']);
    await delivery.stop(600_000);
    expect(delivered).toEqual(['one']);
    expect(spool.stats().records).toBe(0);
  });

  it('makes larger batches of a backlog, up to 1,000', async () => {
    const sizes: number[] = [];
    let release = () => {};
    const gate = new Promise<void>(resolve => {
      release = resolve;
    });
    const { append, delivery } = await start(
      async texts => {
        sizes.push(texts.length);
        await gate;
      },
      { concurrency: 1 },
    );
    await append(['first']);
    await expect.poll(() => sizes).toEqual([1]);
    await append(numbers(2500));
    release();
    await delivery.stop(10_000);
    expect(sizes).toEqual([1, 1000, 1000, 500]);
  });

  it('commits nothing behind a batch that is not delivered, and leaves the rest in the spool', async () => {
    const { append, delivery, spool, dir } = await start(texts => {
      if (texts.includes('0')) throw new Error('never');
    });
    await append(numbers(100));
    await append(['later']);
    await delivery.stop(200);
    await spool.close();
    const again = await openSpool({ dir, ...SPOOL_DEFAULTS });
    const batch = await again.next({ signal: AbortSignal.abort() });
    expect(batch?.records.map(record => Buffer.from(record).toString())).toEqual([...numbers(100), 'later']);
    await again.close();
  });
});
