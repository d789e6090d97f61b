import type { Catalogue } from '../catalogue/index.ts';
import type { Registry } from '../metrics/index.ts';

/** One number of a queue, and how it is read. */
export interface QueueReading {
  /** Label `queue`. */
  readonly queue: string;
  readonly metric: 'length' | 'active';
  readonly read: () => number;
}

/** Turns the queues of an application into metrics. */
export interface QueueRecorder {
  /** Has this called at every scrape from now on, to record what there is then; called once. */
  collect(recordAll: () => void): void;
  /** Shows a number as it is now. What `read` throws is thrown on, and the number is left out. */
  record(reading: QueueReading): void;
  /** Leaves a number out from now on. */
  remove(reading: QueueReading): void;
}

/** One collector reads all queues. */
export function createQueueRecorder(registry: Registry, { queue: definitions }: Catalogue): QueueRecorder {
  const gauges = {
    length: registry.gauge(definitions.length),
    active: registry.gauge(definitions.active),
  };
  const seriesOf = ({ queue, metric }: QueueReading) => gauges[metric].with({ queue });
  return {
    collect: recordAll =>
      registry.addCollector({ name: 'queues', metrics: Object.values(gauges), collect: recordAll }),
    record: reading => {
      const series = seriesOf(reading);
      series.unset();
      series.set(reading.read());
    },
    remove: reading => seriesOf(reading).unset(),
  };
}
