import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { type BenchClient, COUNTER_NAME, HELP, HISTOGRAM_NAME, UPPER_BOUNDS } from './client.ts';

/** Collects only when asked, and sends nothing anywhere: the benchmarks measure recording. */
class IdleReader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

/** OpenTelemetry has no handle for one attribute set: the attributes object is passed at every call. */
export function createOpenTelemetry(): BenchClient {
  const reader = new IdleReader({ cardinalitySelector: () => 1_000_000 });
  const meter = new MeterProvider({ readers: [reader] }).getMeter('bench');
  const counter = meter.createCounter(COUNTER_NAME, { description: HELP });
  const histogram = meter.createHistogram(HISTOGRAM_NAME, {
    description: HELP,
    advice: { explicitBucketBoundaries: UPPER_BOUNDS },
  });
  return {
    name: '@opentelemetry/sdk-metrics',
    inc: labels => counter.add(1, labels),
    observe: (labels, value) => histogram.record(value, labels),
    counterHandle: labels => () => counter.add(1, labels),
    histogramHandle: labels => value => histogram.record(value, labels),
  };
}
