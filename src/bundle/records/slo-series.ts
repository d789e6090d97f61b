import { BURN_WINDOW_SECONDS, defineLabel, type MetricDef, SLO_DAYS, SLOS } from '../../catalogue/index.ts';

/** The window of the objectives themselves. */
export const BUDGET_WINDOW = `${SLO_DAYS}d` as const;

/** Seconds of every window of averages: those of the alerts, and that of the objectives. */
export const SLO_WINDOW_SECONDS = { ...BURN_WINDOW_SECONDS, [BUDGET_WINDOW]: SLO_DAYS * 86_400 } as const;
export type SloWindow = keyof typeof SLO_WINDOW_SECONDS;

/** The objective that a series is about. */
export const sloLabel = defineLabel({
  name: 'slo',
  help: 'Service level objective, by its id.',
  maxValues: SLOS.length,
});

/** A record with the labels job, instance and slo, so that a board can choose among all three. */
export type InstanceSeries = MetricDef<'gauge', string, readonly [typeof sloLabel]>;

function defineSeries(name: string, help: string): InstanceSeries {
  return { type: 'gauge', name, help, labels: [sloLabel] };
}

/** Events that an objective is about, of one instance. */
export function eventsSeries(window: SloWindow): InstanceSeries {
  return defineSeries(
    `instance:slo_events:rate${window}`,
    `Events that the objective is about per second, averaged over ${window}.`,
  );
}

/** Events that were not good, of one instance. */
export function errorsSeries(window: SloWindow): InstanceSeries {
  return defineSeries(
    `instance:slo_errors:rate${window}`,
    `Events that were not good per second, averaged over ${window}; 0 where all were.`,
  );
}

/** The objective, for every instance that has events. */
export const objectiveSeries = defineSeries(
  'instance:slo_objective:ratio',
  'The share of events that has to be good.',
);
