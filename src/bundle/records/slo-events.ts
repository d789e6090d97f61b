import { type Catalogue, SLOS } from '../../catalogue/index.ts';
import { or, plus, select, times } from '../promql/index.ts';
import type { SloOperands } from '../rules/slo-operands.ts';
import type { RecordDef } from './record.ts';
import { BUDGET_WINDOW, errorsSeries, eventsSeries, objectiveSeries, type SloWindow } from './slo-series.ts';
import { buildSloSignals } from './slo-signals.ts';

/**
 * Seconds between two samples of the events. The windows count these samples, so it does not follow
 * `evaluation_interval`; a minute is soon enough for windows of five minutes and more.
 */
export const SLO_INTERVAL_SECONDS = 60;

/** 0 for every instance with events now, or in the time of the objective: its budget is asked for when it is down, too. */
function markInstances(slo: string) {
  const zero = (window: SloWindow) => times(select(eventsSeries(window), { slo }), 0);
  return or(zero('5m'), zero(BUDGET_WINDOW));
}

/** What each objective that is enabled counts over the last five minutes, and the objective itself, per instance. */
export function buildSloEventRecords(
  catalogue: Catalogue,
  slos: SloOperands,
): Readonly<Record<string, RecordDef<'job' | 'instance' | 'slo'>>> {
  const signals = buildSloSignals(catalogue, slos);
  const entries = SLOS.filter(({ name }) => slos[name].enabled).flatMap(({ name, id }) => {
    const { events, errors } = signals[name];
    const objective = plus(markInstances(id), slos[name].objective);
    return [
      [`${name} events`, { ...eventsSeries('5m'), expr: events, fixedLabels: { slo: id } }],
      [`${name} errors`, { ...errorsSeries('5m'), expr: errors, fixedLabels: { slo: id } }],
      [`${name} objective`, { ...objectiveSeries, expr: objective, fixedLabels: { slo: id } }],
    ] as const;
  });
  return Object.fromEntries(entries);
}
