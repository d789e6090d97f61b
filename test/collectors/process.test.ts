import { totalmem } from 'node:os';
import { describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { createProcessCollector, type ProcessCollectorOptions } from '../../src/collectors/process.ts';
import { createRegistry } from '../../src/metrics/index.ts';

async function setUp(options: ProcessCollectorOptions = {}) {
  const registry = createRegistry();
  const catalogue = buildCatalogue();
  const collector = createProcessCollector(registry, catalogue, options);
  const collect = async () => collector.collect(new AbortController().signal);
  await collect();
  return { registry, definitions: catalogue.process, collector, collect };
}

describe('createProcessCollector', () => {
  it('reads memory, start time and the memory limit', async () => {
    const { registry, definitions } = await setUp();
    const resident = registry.gauge(definitions.residentMemory).with({}).value;
    const limit = registry.gauge(definitions.memoryLimit).with({}).value;
    const startSeconds = registry.gauge(definitions.startTime).with({}).value;
    expect(resident).toBeGreaterThan(10_000_000);
    expect(limit).toBeGreaterThan(resident);
    expect(limit).toBeLessThanOrEqual(totalmem());
    expect(Math.abs(startSeconds - (Date.now() / 1000 - process.uptime()))).toBeLessThan(1);
  });

  it('shows the memory limit that is configured', async () => {
    const { registry, definitions } = await setUp({ memoryLimitBytes: 123_000_000 });
    expect(registry.gauge(definitions.memoryLimit).with({}).value).toBe(123_000_000);
  });

  it('counts CPU time up, as much as the process spent', async () => {
    const { registry, definitions, collect } = await setUp();
    const cpu = registry.counter(definitions.cpu).with({});
    const first = cpu.value;
    const start = process.cpuUsage();
    let spentMicroseconds = 0;
    while (spentMicroseconds < 30_000) {
      const { user, system } = process.cpuUsage(start);
      spentMicroseconds = user + system;
    }
    await collect();
    const { user, system } = process.cpuUsage();
    expect(cpu.value - first).toBeGreaterThan(0.03);
    expect(cpu.value).toBeLessThanOrEqual((user + system) / 1_000_000);
  });
});
