import { createRegistry, createScraper, type ScrapeRequest } from 'aiwatch/metrics';
import { type BenchClient, COUNTER_NAME, HELP, HISTOGRAM_NAME, LABEL_NAMES, UPPER_BOUNDS } from './client.ts';

export function createAiwatch(): BenchClient {
  const registry = createRegistry({ maxSeriesPerMetric: 1_000_000 });
  const shape = { help: HELP, labels: LABEL_NAMES };
  const counter = registry.counter({ type: 'counter', name: COUNTER_NAME, ...shape });
  const histogram = registry.histogram({
    type: 'histogram',
    name: HISTOGRAM_NAME,
    buckets: UPPER_BOUNDS,
    ...shape,
  });
  const scraper = createScraper(registry);
  const read = async (request: ScrapeRequest) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of scraper.scrape(request).body) chunks.push(chunk);
    return chunks;
  };
  // Only the two families that the peers have too: the same output for all.
  const names = [COUNTER_NAME, HISTOGRAM_NAME];
  return {
    name: 'aiwatch',
    inc: labels => counter.with(labels).inc(),
    observe: (labels, value) => histogram.with(labels).observe(value),
    counterHandle: labels => {
      const series = counter.with(labels);
      return () => series.inc();
    },
    histogramHandle: labels => {
      const series = histogram.with(labels);
      return value => series.observe(value);
    },
    expose: () => read({ names }),
    exposeGzip: () => read({ names, acceptEncoding: 'gzip' }),
  };
}
