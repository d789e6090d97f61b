import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, onTestFinished } from 'vitest';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { createNodejsCollector } from '../../src/collectors/nodejs.ts';
import { createRegistry } from '../../src/metrics/index.ts';
import { waitUntil } from '../support/wait-until.ts';

function setUp(options = {}) {
  const registry = createRegistry();
  const { nodejs, ...rest } = buildCatalogue();
  const collector = createNodejsCollector(registry, { nodejs, ...rest }, options);
  onTestFinished(() => collector.close?.());
  const collect = async () => collector.collect(new AbortController().signal);
  return { registry, nodejs, collector, collect };
}

/** Runs a full garbage collection; the flag has no effect on what was started before. */
function forcedGc(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/** Keeps the event loop busy. */
function block(ms: number): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}

const longPauses = (counts: readonly number[], bounds: readonly number[], fromSeconds: number) =>
  counts.filter((_, bucket) => bucket > 0 && bounds[bucket - 1]! >= fromSeconds).reduce((a, b) => a + b, 0);

describe('createNodejsCollector', () => {
  it('reads the heap', async () => {
    const { registry, nodejs, collect } = setUp();
    await collect();
    const used = registry.gauge(nodejs.heapUsed).with({}).value;
    const total = registry.gauge(nodejs.heapTotal).with({}).value;
    const limit = registry.gauge(nodejs.heapLimit).with({}).value;
    expect(used).toBeGreaterThan(1_000_000);
    expect(total).toBeGreaterThanOrEqual(used);
    expect(limit).toBeGreaterThanOrEqual(total);
    const spaces = registry.gauge(nodejs.heapSpaceUsed);
    expect(spaces.with({ space: 'old' }).value).toBeGreaterThan(100_000);
    expect(spaces.with({ space: 'old' }).value).toBeLessThanOrEqual(used);
  });

  it('counts memory that buffers hold outside of the heap', async () => {
    const { registry, nodejs, collect } = setUp();
    await collect();
    const before = registry.gauge(nodejs.externalMemory).with({}).value;
    const buffer = Buffer.alloc(50_000_000);
    await collect();
    const after = registry.gauge(nodejs.externalMemory).with({}).value;
    expect(after - before).toBeGreaterThan(buffer.length * 0.8);
  });

  it('names the version of Node.js', () => {
    const { registry, nodejs } = setUp();
    expect(registry.info(nodejs.info, { node_version: process.version }).series).toHaveLength(1);
  });

  it('counts active resources by type, and shows 0 for a type that is gone', async () => {
    const { registry, nodejs, collect } = setUp();
    const servers = [createServer(), createServer()];
    for (const server of servers) await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    await collect();
    const listening = registry.gauge(nodejs.activeResources).with({ type: 'TCPServerWrap' });
    const count = listening.value;
    expect(count).toBeGreaterThanOrEqual(2);
    for (const server of servers) await new Promise(resolve => server.close(resolve));
    // The handles are let go a turn or two after their servers.
    await waitUntil(async () => {
      await collect();
      expect(listening.value).toBe(count - 2);
    });
  });

  it('counts the time of the event loop, which two readers do not take from each other', async () => {
    const one = setUp();
    const two = setUp();
    await one.collect();
    block(50);
    await one.collect();
    await two.collect();
    const activeOf = ({ registry, nodejs }: typeof one) =>
      registry.counter(nodejs.eventLoopTime).with({ state: 'active' }).value;
    expect(activeOf(one)).toBeGreaterThan(0.05);
    expect(activeOf(two)).toBeGreaterThanOrEqual(activeOf(one));
  });

  it('records a long delay when the event loop was blocked', async () => {
    const { registry, nodejs } = setUp({ eventLoopDelayIntervalMs: 5 });
    const delay = registry.histogram(nodejs.eventLoopDelay);
    const longDelays = () => longPauses(delay.with({}).bucketCounts, delay.bounds, 0.25);
    await waitUntil(() => expect(delay.with({}).count).toBeGreaterThan(2));
    const before = longDelays();
    block(350);
    await waitUntil(() => expect(longDelays()).toBeGreaterThan(before));
  });

  it('sees no delay of the size of its own interval in an idle process', async () => {
    const { registry, nodejs } = setUp({ eventLoopDelayIntervalMs: 50 });
    const delay = registry.histogram(nodejs.eventLoopDelay);
    await waitUntil(() => expect(delay.with({}).count).toBeGreaterThan(5));
    const { bucketCounts, count } = delay.with({});
    expect(longPauses(bucketCounts, delay.bounds, 0.025)).toBeLessThan(count);
  });

  it('counts every garbage collection, also when many come at a time', async () => {
    const { registry, nodejs } = setUp();
    const gc = forcedGc();
    const major = registry.histogram(nodejs.gcDuration).with({ kind: 'major' });
    const before = major.count;
    for (let i = 0; i < 25; i++) gc();
    await waitUntil(() => expect(major.count - before).toBeGreaterThanOrEqual(25));
    expect(major.sum).toBeGreaterThan(0);
    expect(major.sum).toBeLessThan(10);
  });

  it('measures nothing any more once it is closed', async () => {
    const { registry, nodejs, collector } = setUp({ eventLoopDelayIntervalMs: 5 });
    const gc = forcedGc();
    const delay = registry.histogram(nodejs.eventLoopDelay).with({});
    const major = registry.histogram(nodejs.gcDuration).with({ kind: 'major' });
    await waitUntil(() => expect(delay.count).toBeGreaterThan(0));
    collector.close?.();
    const before = { delays: delay.count, collections: major.count };
    gc();
    await sleep(50);
    expect({ delays: delay.count, collections: major.count }).toEqual(before);
  });

  it('leaves no timer and no memory behind when it is made and closed many times', () => {
    const registry = createRegistry();
    const catalogue = buildCatalogue();
    const gc = forcedGc();
    const makeAndClose = (times: number) => {
      for (let i = 0; i < times; i++) createNodejsCollector(registry, catalogue).close?.();
      gc();
      return process.memoryUsage().heapUsed;
    };
    const timers = () => process.getActiveResourcesInfo().filter(type => type === 'Timeout').length;
    const timersBefore = timers();
    const before = makeAndClose(200);
    expect(makeAndClose(2000) - before).toBeLessThan(1_000_000);
    expect(timers()).toBe(timersBefore);
  });
});
