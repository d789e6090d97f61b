import {
  alerts,
  BURN_ALERTS,
  type BurnAlert,
  type BurnWindow,
  SLOS,
  type SloDef,
  type SloName,
} from '../../catalogue/index.ts';
import {
  above,
  and,
  below,
  complement,
  divide,
  type Expr,
  type Operand,
  select,
  sumBy,
} from '../promql/index.ts';
import { BUDGET_WINDOW, eventsSeries, type SloWindow } from '../records/slo-series.ts';
import type { AlertCondition, AlertContext, AlertGroup } from './alert-group.ts';

/** 1 - 0.995 is 0.0050000000000000044 in binary; so many digits hide that. */
const DIGITS = 10;

/** Enough events per second over the window, for a share of them to mean something. */
function hasTraffic({ name, id }: SloDef<SloName>, window: SloWindow, { slos }: AlertContext): Expr {
  const events = sumBy(['job', 'slo'], select(eventsSeries(window), { slo: id }));
  return above(events, slos[name].minEventsPerSecond);
}

/** The share that may fail. */
function buildBudget({ name }: SloDef<SloName>, { slos }: AlertContext): Operand {
  const { objective } = slos[name];
  return typeof objective === 'number' ? Number((1 - objective).toPrecision(DIGITS)) : complement(objective);
}

/** The budget burns over both windows; the value is that of the long one. */
function buildBurn(slo: SloDef<SloName>, burn: BurnAlert, context: AlertContext): AlertCondition {
  const budget = buildBudget(slo, context);
  const burns = (window: BurnWindow, factor: Operand) => {
    const errorRatio = select(context.records['slo-ratios'][window], { slo: slo.id });
    return above(divide(errorRatio, budget), factor);
  };
  return {
    alert: alerts[`${slo.name}${burn.suffix}`],
    condition: factor =>
      and(
        and(burns(burn.longWindow, factor), burns(burn.shortWindow, factor)),
        hasTraffic(slo, burn.longWindow, context),
      ),
  };
}

function buildBudgetLow(slo: SloDef<SloName>, context: AlertContext): AlertCondition {
  const remaining = select(context.records['slo-budget'].remaining, { slo: slo.id });
  return {
    alert: alerts[`${slo.name}BudgetLow`],
    condition: threshold => and(below(remaining, threshold), hasTraffic(slo, BUDGET_WINDOW, context)),
  };
}

/** Error budgets that are used up too fast, or almost used up, of the objectives that are enabled. */
export function buildSloAlerts(context: AlertContext): AlertGroup {
  const enabled = SLOS.filter(({ name }) => context.slos[name].enabled);
  return {
    name: 'aiwatch-slo',
    alerts: enabled.flatMap(slo => [
      ...BURN_ALERTS.map(burn => buildBurn(slo, burn, context)),
      buildBudgetLow(slo, context),
    ]),
  };
}
