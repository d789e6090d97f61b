import { buildLabelVariable } from '../../../dashboards/index.ts';
import { select } from '../../promql/index.ts';
import { objectiveSeries } from '../../records/slo-series.ts';
import type { BoardDef } from '../board.ts';
import { chosen, type ListTargets } from '../scope.ts';
import { buildBudgetSection } from './budget.ts';
import { buildBurnSection } from './burn.ts';
import { buildHistorySection } from './history.ts';

/** Everything that has an objective. */
const SLO_TARGETS: ListTargets = of => select(objectiveSeries, of === 'all' ? {} : { job: chosen.job });

/** Objectives, and the error budgets that they leave. */
export const slosBoard: BoardDef = {
  name: 'slos',
  title: 'SLOs',
  purpose:
    'Whether users get what they were promised: objectives, error budgets, and how fast these are used up.',
  targets: SLO_TARGETS,
  variables: () => [
    buildLabelVariable('slo', 'Objective', `label_values(${select(objectiveSeries, chosen).text}, slo)`),
  ],
  panels: () => [...buildBudgetSection(), ...buildBurnSection(), ...buildHistorySection()],
};
