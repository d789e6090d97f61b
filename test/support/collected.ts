import { type Collector, createRegistry, createScraper } from '../../src/metrics/index.ts';

const gaugeNamed = (name: string) => ({ type: 'gauge', name, help: 'Gauge.' }) as const;

/** A registry with the gauge `theirs`, which a collector sets, and `ours`, which is 7; and its problems. */
export function createCollected(collect: Collector['collect'], collectorTimeoutMs = 5000) {
  const problems: [string, unknown][] = [];
  const registry = createRegistry({ onProblem: (where, error) => problems.push([where, error]) });
  const gauge = registry.gauge(gaugeNamed('theirs'));
  registry.gauge(gaugeNamed('ours')).set(7);
  registry.addCollector({ name: 'source', metrics: [gauge], collect });
  return { registry, gauge, problems, scraper: createScraper(registry, { collectorTimeoutMs }) };
}
