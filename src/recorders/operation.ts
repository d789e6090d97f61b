import type { LabelDef, MetricDef } from '../catalogue/definition.ts';
import type { status } from '../catalogue/labels.ts';
import type { Registry } from '../metrics/index.ts';

/** One operation that has ended. */
export interface OperationObservation<Operation extends string> {
  readonly operation: Operation;
  readonly status: 'success' | 'error';
  readonly durationSeconds: number;
  /** Undefined where it is not known. */
  readonly sizeBytes?: number | undefined;
}

/** Turns operations of one kind into metrics. */
export interface OperationRecorder<Operation extends string> {
  record(observation: OperationObservation<Operation>): void;
}

/** What is measured of operations of one kind. */
interface OperationMetrics {
  readonly operations: MetricDef<'counter', string, readonly [LabelDef<'operation'>, typeof status]>;
  readonly duration: MetricDef<'histogram', string, readonly [LabelDef<'operation'>]>;
  readonly size: MetricDef<'histogram', string, readonly [LabelDef<'operation'>]>;
}

/** Makes the recorder of one kind of operation. */
export function createOperationRecorder<Operation extends string>(
  registry: Registry,
  metrics: OperationMetrics,
): OperationRecorder<Operation> {
  const operations = registry.counter(metrics.operations);
  const duration = registry.histogram(metrics.duration);
  const size = registry.histogram(metrics.size);
  return {
    record: ({ operation, status, durationSeconds, sizeBytes }) => {
      operations.with({ operation, status }).inc();
      duration.with({ operation }).observe(durationSeconds);
      if (sizeBytes !== undefined) size.with({ operation }).observe(sizeBytes);
    },
  };
}
