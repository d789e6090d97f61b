import { type Catalogue, SLOS } from '../../catalogue/index.ts';
import { plus, select, times } from '../promql/index.ts';
import type { SloOperands } from '../rules/slo-operands.ts';
import type { RecordDef } from './record.ts';
import { errorsSeries, eventsSeries, objectiveSeries } from './slo-series.ts';
import { buildSloSignals } from './slo-signals.ts';

/**
 * Seconds between two samples of the events. The windows count these samples, so it does not follow
 * `evaluation_interval`; a minute is soon enough for windows of five minutes and more.
 */
export const SLO_INTERVAL_SECONDS = 60;

/** What each objective that is enabled counts over the last five minutes, and the objective itself, per instance. */
export function buildSloEventRecords(
  catalogue: Catalogue,
  slos: SloOperands,
): Readonly<Record<string, RecordDef<'job' | 'instance' | 'slo'>>> {
  const signals = buildSloSignals(catalogue, slos);
  const entries = SLOS.filter(({ name }) => slos[name].enabled).flatMap(({ name, id }) => {
    const { events, errors } = signals[name];
    const objective = plus(times(select(eventsSeries('5m'), { slo: id }), 0), slos[name].objective);
    return [
      [`${name} events`, { ...eventsSeries('5m'), expr: events, fixedLabels: { slo: id } }],
      [`${name} errors`, { ...errorsSeries('5m'), expr: errors, fixedLabels: { slo: id } }],
      [`${name} objective`, { ...objectiveSeries, expr: objective, fixedLabels: { slo: id } }],
    ] as const;
  });
  return Object.fromEntries(entries);
}
