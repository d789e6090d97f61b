import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { createRuntimeCollectors } from '../../src/collectors/index.ts';
import { createRegistry, createScraper } from '../../src/metrics/index.ts';

describe('createRuntimeCollectors', () => {
  it('delivers at a scrape, every collector and every metric of its families that this system has', async () => {
    const registry = createRegistry();
    const catalogue = buildCatalogue();
    onTestFinished(() => registry.close());
    for (const collector of createRuntimeCollectors(registry, catalogue)) registry.addCollector(collector);
    const child = spawn('sleep', ['60']);
    onTestFinished(() => {
      child.kill();
    });
    await once(child, 'spawn');
    const scraper = createScraper(registry);
    const chunks: Buffer[] = [];
    for await (const chunk of scraper.scrape().body) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    for (const name of [
      'nodejs',
      'process',
      'child_processes',
      ...(process.platform === 'linux' ? ['process_linux'] : []),
    ]) {
      expect(text).toContain(`aiwatch_collector_success{collector="${name}"} 1`);
    }
    const names = [...Object.values(catalogue.nodejs), ...Object.values(catalogue.process)].map(m => m.name);
    const missing = names.filter(name => !text.includes(`# TYPE ${name} `));
    expect(missing).toEqual([]);
  });
});
