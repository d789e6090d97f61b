import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type * as PromClient from 'prom-client';
import { type BenchClient, COUNTER_NAME, HELP, HISTOGRAM_NAME, LABEL_NAMES, UPPER_BOUNDS } from './client.ts';

const compress = promisify(gzip);

/** prom-client 15 and its two successors, which share its interface. */
export async function createPromClient(packageName: string): Promise<BenchClient> {
  const client = (await import(packageName)) as typeof PromClient;
  const registry = new client.Registry();
  const shape = { help: HELP, labelNames: [...LABEL_NAMES], registers: [registry] };
  const counter = new client.Counter({ name: COUNTER_NAME, ...shape });
  const histogram = new client.Histogram({ name: HISTOGRAM_NAME, buckets: UPPER_BOUNDS, ...shape });
  return {
    name: packageName,
    inc: labels => counter.inc(labels),
    observe: (labels, value) => histogram.observe(labels, value),
    counterHandle: labels => {
      const child = counter.labels(labels);
      return () => child.inc();
    },
    histogramHandle: labels => {
      const child = histogram.labels(labels);
      return value => child.observe(value);
    },
    expose: async () => [Buffer.from(await registry.metrics())],
    exposeGzip: async () => [await compress(await registry.metrics())],
  };
}
