import { open } from 'node:fs/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { buildCatalogue } from '../../../src/catalogue/index.ts';
import { createLinuxProcessCollector } from '../../../src/collectors/process/linux.ts';
import { createProcessCollector } from '../../../src/collectors/process.ts';
import { createRegistry, Scraper } from '../../../src/metrics/index.ts';

describe('createLinuxProcessCollector', () => {
  it.runIf(process.platform === 'linux')('reads descriptors, threads and address space', async () => {
    const registry = createRegistry();
    const { process: definitions, ...others } = buildCatalogue();
    const collector = createLinuxProcessCollector(registry, { process: definitions, ...others });
    const collect = async () => collector.collect(new AbortController().signal);
    const value = (name: 'openDescriptors' | 'maxDescriptors' | 'threads' | 'virtualMemory') =>
      registry.gauge(definitions[name]).with({}).value;
    await collect();
    const before = value('openDescriptors');
    const handles = await Promise.all(Array.from({ length: 20 }, () => open('/dev/null')));
    await collect();
    expect(value('openDescriptors') - before).toBeGreaterThanOrEqual(15);
    await Promise.all(handles.map(handle => handle.close()));
    expect(value('maxDescriptors')).toBeGreaterThan(value('openDescriptors'));
    expect(value('threads')).toBeGreaterThan(1);
    expect(value('virtualMemory')).toBeGreaterThan(process.memoryUsage.rss());
  });

  it('costs nothing else where /proc cannot be read', async () => {
    const registry = createRegistry();
    onTestFinished(() => registry.close());
    const catalogue = buildCatalogue();
    registry.addCollector(createProcessCollector(registry, catalogue));
    registry.addCollector(
      createLinuxProcessCollector(registry, catalogue, () => Promise.reject(new Error('EACCES'))),
    );
    const chunks: Buffer[] = [];
    for await (const chunk of new Scraper(registry).scrape().body) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    expect(text).toContain('aiwatch_collector_success{collector="process"} 1');
    expect(text).toContain('aiwatch_collector_success{collector="process_linux"} 0');
    const isThere = (name: 'residentMemory' | 'cpu' | 'memoryLimit' | 'threads') =>
      text.includes(`# TYPE ${catalogue.process[name].name} `);
    expect([isThere('residentMemory'), isThere('cpu'), isThere('memoryLimit')]).toEqual([true, true, true]);
    expect(isThere('threads')).toBe(false);
  });
});
