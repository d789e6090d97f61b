import type { Catalogue } from '../catalogue/index.ts';
import type { Registry } from '../metrics/index.ts';

/** One attempt to deliver that has ended. */
export interface DeliveryAttempt {
  /** `failed`: it is made again; `dead_letter`: it was the last. */
  readonly result: 'delivered' | 'failed' | 'dead_letter';
  readonly durationSeconds: number;
}

/** How an integration is at a scrape. */
export interface IntegrationState {
  readonly queueLength: number;
  readonly lagSeconds: number;
  readonly deadLetters: number;
  readonly isBreakerOpen: boolean;
}

/** Turns the deliveries of one integration into metrics. */
export interface IntegrationRecorder {
  record(attempt: DeliveryAttempt): void;
  /** Counts a delivery that became a dead letter without an attempt. */
  recordUnattempted(): void;
  /** Reads the state at every scrape from now on, called once; undefined while another server delivers. */
  collect(read: () => IntegrationState | undefined): void;
}

/** @param integration value of the label, e.g. `webhook`. */
export function createIntegrationRecorder(
  registry: Registry,
  { integrations: definitions }: Catalogue,
  integration: string,
): IntegrationRecorder {
  const deliveries = registry.counter(definitions.deliveries);
  const duration = registry.histogram(definitions.duration);
  const gauges = [
    [registry.gauge(definitions.queueLength), (state: IntegrationState) => state.queueLength],
    [registry.gauge(definitions.lag), (state: IntegrationState) => state.lagSeconds],
    [registry.gauge(definitions.deadLetters), (state: IntegrationState) => state.deadLetters],
    [registry.gauge(definitions.breakerOpen), (state: IntegrationState) => Number(state.isBreakerOpen)],
  ] as const;
  const countOf = (result: DeliveryAttempt['result']) => deliveries.with({ integration, result });
  // The rate of a counter needs to see it at 0 first.
  for (const result of ['delivered', 'failed', 'dead_letter'] as const) countOf(result).inc(0);

  const show = (state: IntegrationState | undefined): void => {
    for (const [gauge, read] of gauges) {
      const value = state === undefined ? undefined : read(state);
      if (value === undefined) gauge.with({ integration }).unset();
      else gauge.with({ integration }).set(value);
    }
  };
  return {
    record: ({ result, durationSeconds }) => {
      countOf(result).inc();
      duration.with({ integration }).observe(durationSeconds);
    },
    recordUnattempted: () => countOf('dead_letter').inc(),
    collect: read =>
      registry.addCollector({
        name: `integration_${integration}`,
        metrics: gauges.map(([gauge]) => gauge),
        collect: () => show(read()),
      }),
  };
}
