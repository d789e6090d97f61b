import type { AnyInstrument } from './any-instrument.ts';
import { canonicalNumberText } from './byte-writer.ts';
import type { Exemplar } from './exemplar.ts';
import { Histogram, type HistogramSeries } from './histogram.ts';
import type { PromExemplar, PromFamily, PromRegistry, PromValue } from './prom-client-types.ts';
import type { Registry } from './registry.ts';

/** A metric as prom-client's registries take it. The name must be writable: OpenMetrics rendering there assigns it. */
interface PromMetric {
  name: string;
  readonly help: string;
  readonly type: string;
  readonly aggregator: 'sum';
  get(): Promise<PromFamily & { readonly aggregator: 'sum' }>;
  reset(): void;
}

/**
 * Registers every metric of a registry, now and later ones at the next call, in a prom-client registry of the
 * application, so that its own `/metrics` shows them. Names that are taken there stay as they are.
 * @param collect brings the metrics of collectors up to date; called at every read.
 * @returns takes them out again.
 */
export function bridgeToPromClient(
  registry: Registry,
  target: PromRegistry,
  collect: () => Promise<void>,
): () => void {
  const bridged = registry.instruments().filter(({ name }) => target.getSingleMetric(name) === undefined);
  const collectOnce = shareRuns(collect);
  for (const instrument of bridged) {
    const metric = toPromMetric(instrument, registry.constantLabels, collectOnce);
    target.registerMetric(metric as never);
  }
  return () => {
    for (const { name } of bridged) target.removeSingleMetric(name);
  };
}

function toPromMetric(
  instrument: AnyInstrument,
  constantLabels: Readonly<Record<string, string>>,
  collect: () => Promise<void>,
): PromMetric {
  const { name, type, def } = instrument;
  const family = { name, help: def.help, type: type === 'info' ? 'gauge' : type, aggregator: 'sum' } as const;
  const metric: PromMetric = {
    ...family,
    get: async () => {
      // OpenMetrics rendering there takes _total off the name just before it reads, and puts it on the samples.
      const askedName = metric.name;
      metric.name = name;
      await collect();
      return { ...family, name: askedName, values: [...valuesOf(instrument, constantLabels)] };
    },
    // The values belong to the application's instruments; resetting prom-client's view of them must not lose them.
    reset: () => {},
  };
  return metric;
}

/** Prom-client reads every metric by itself: reads at the same time share one collection. */
function shareRuns(collect: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= collect().finally(() => {
      running = undefined;
    });
    return running;
  };
}

function* valuesOf(
  instrument: AnyInstrument,
  constantLabels: Readonly<Record<string, string>>,
): Generator<PromValue> {
  for (let series = 0; series < instrument.series.length; series++) {
    const labels = { ...constantLabels, ...instrument.table.labelsOf(series) };
    const handle = instrument.series[series]!;
    if (instrument instanceof Histogram) {
      yield* histogramValues(instrument, handle as HistogramSeries, labels);
    } else if ('value' in handle && !Number.isNaN(handle.value)) {
      const exemplar = 'exemplar' in handle ? handle.exemplar : undefined;
      yield { value: handle.value, labels, ...(exemplar && { exemplar: toPromExemplar(exemplar) }) };
    }
  }
}

function* histogramValues(
  { name, bounds }: Histogram,
  series: HistogramSeries,
  labels: Record<string, string>,
): Generator<PromValue> {
  let cumulative = 0;
  for (const [bucket, count] of series.bucketCounts.entries()) {
    cumulative += count;
    const le = canonicalNumberText(bounds[bucket] ?? Number.POSITIVE_INFINITY);
    const exemplar = series.exemplars?.[bucket];
    const value = { value: cumulative, labels: { ...labels, le }, metricName: `${name}_bucket` };
    yield exemplar === undefined ? value : { ...value, exemplar: toPromExemplar(exemplar) };
  }
  yield { value: series.sum, labels, metricName: `${name}_sum` };
  yield { value: cumulative, labels, metricName: `${name}_count` };
}

function toPromExemplar({ labels, value, timestampSeconds }: Exemplar): PromExemplar {
  return { labelSet: labels, value, timestamp: timestampSeconds };
}
