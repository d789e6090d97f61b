import { BUDGET_LOW, SLO_DAYS } from '../../../catalogue/index.ts';
import {
  buildGauge,
  buildRow,
  buildStat,
  buildTable,
  type ThresholdStep,
  type UnplacedPanel,
} from '../../../dashboards/index.ts';
import { BUDGET_WINDOW } from '../../records/slo-series.ts';
import { query } from '../query.ts';
import { NEUTRAL } from '../steps.ts';
import { budgetRemaining, burnRate, eventRate, goodRatio, objective } from './signals.ts';

const LEGEND = '{{job}} {{slo}}';
const NO_VALUE = 'No events';

/** Half of the budget may go without a thought; below what `BudgetLow` alerts about it is red. */
const BUDGET_STEPS: readonly ThresholdStep[] = [
  { value: null, color: 'red' },
  { value: BUDGET_LOW, color: 'orange' },
  { value: 0.5, color: 'green' },
];

function buildObjective(): UnplacedPanel {
  return buildStat({
    width: 24,
    height: 4,
    title: 'Objective',
    description: `The share of events that has to be good over ${SLO_DAYS} days.`,
    unit: 'percentunit',
    decimals: 2,
    noValue: NO_VALUE,
    sparkline: false,
    thresholds: NEUTRAL,
    queries: [query(objective(), LEGEND)],
  });
}

function buildGoodEvents(): UnplacedPanel {
  return buildStat({
    width: 24,
    height: 4,
    title: 'Good events',
    description: `The share of events of the last ${SLO_DAYS} days, or of the time since the first record, that was good.`,
    unit: 'percentunit',
    decimals: 2,
    noValue: NO_VALUE,
    sparkline: false,
    thresholds: NEUTRAL,
    queries: [query(goodRatio(BUDGET_WINDOW), LEGEND)],
  });
}

function buildBudgetLeft(): UnplacedPanel {
  return buildGauge({
    width: 24,
    height: 6,
    title: 'Error budget left',
    description:
      'The share of the error budget that is left. Orange below a half, red below 10 %; below 0 more than all of it is used up.',
    unit: 'percentunit',
    decimals: 0,
    min: 0,
    max: 1,
    noValue: NO_VALUE,
    thresholds: BUDGET_STEPS,
    queries: [query(budgetRemaining(), LEGEND)],
  });
}

function buildTableOfAll(): UnplacedPanel {
  return buildTable({
    width: 24,
    height: 7,
    title: 'All objectives',
    description: `Objectives by job. Shares are of the last ${SLO_DAYS} days; a burn rate of 1 uses up the error budget exactly.`,
    labels: { job: 'Job', slo: 'Objective' },
    columns: [
      { heading: 'Has to be good', unit: 'percentunit', expr: objective().text },
      { heading: 'Was good', unit: 'percentunit', expr: goodRatio(BUDGET_WINDOW).text },
      { heading: 'Budget left', unit: 'percentunit', expr: budgetRemaining().text },
      { heading: 'Burn rate, 1 hour', unit: 'none', expr: burnRate('1h').text },
      { heading: 'Burn rate, 3 days', unit: 'none', expr: burnRate('3d').text },
      { heading: 'Events per second', unit: 'short', expr: eventRate('5m').text },
    ],
    decimals: 2,
    sortBy: 'Burn rate, 1 hour',
    noValue: '–',
  });
}

/** The line on top: are the objectives kept, and what is left. */
export function buildBudgetSection(): readonly UnplacedPanel[] {
  return [buildRow('Objectives'), buildObjective(), buildGoodEvents(), buildBudgetLeft(), buildTableOfAll()];
}
