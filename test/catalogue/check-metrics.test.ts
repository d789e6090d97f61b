import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { buildCatalogue, type CatalogueMetric, listMetrics } from '../../src/catalogue/index.ts';
import { createRegistry, type Registry } from '../../src/metrics/index.ts';
import { parseExposition } from '../support/parse-exposition.ts';
import { scrapeText } from '../support/scrape.ts';
import { requirePrograms } from '../support/servers.ts';

const programs = await requirePrograms('promtool');

/** Gives a metric a sample under a value of each of its labels. */
function sampleOf(registry: Registry, metric: CatalogueMetric): void {
  const { name, help, labels, unit } = metric;
  const shape = { name, help, labels, unit };
  const values = Object.fromEntries(labels.map(label => [label.name, label.values?.[0] ?? 'some']));
  if (metric.type === 'counter')
    registry
      .counter({ ...shape, type: 'counter' })
      .with(values)
      .inc(2);
  if (metric.type === 'gauge')
    registry
      .gauge({ ...shape, type: 'gauge' })
      .with(values)
      .set(0.5);
  if (metric.type === 'info') registry.info({ ...shape, type: 'info' }, values);
  if (metric.type === 'histogram' && metric.buckets !== undefined) {
    const { buckets } = metric;
    registry
      .histogram({ ...shape, type: 'histogram', buckets })
      .with(values)
      .observe(0.3);
  }
}

function exposeAll(): Promise<string> {
  const registry = createRegistry();
  for (const metric of listMetrics(buildCatalogue())) sampleOf(registry, metric);
  return scrapeText(registry, 'text');
}

test('every metric of the catalogue can be exported', async () => {
  const families = parseExposition(await exposeAll(), { format: 'text' });
  for (const { name } of listMetrics(buildCatalogue())) expect(families.get(name)?.samples).not.toEqual([]);
});

describe.skipIf(programs.skip)('promtool check metrics', () => {
  test('finds nothing to complain about in the whole catalogue', async () => {
    const { path, env } = programs.get('promtool');
    const child = spawn(path, ['check', 'metrics'], { env });
    child.stdin.end(await exposeAll());
    const [output, errors] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      child.exitCode ?? once(child, 'close'),
    ]);
    expect(output + errors).toBe('');
    expect(child.exitCode).toBe(0);
  });
});
