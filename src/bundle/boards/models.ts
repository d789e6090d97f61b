import { buildCatalogue } from '../../catalogue/index.ts';
import { buildLabelVariable, type Variable } from '../../dashboards/index.ts';
import { AIWATCH_JOB } from '../prometheus/jobs.ts';
import { matching, not, selectCounter } from '../promql/index.ts';
import type { BoardContext } from './board.ts';
import { application, type ListTargets } from './scope.ts';

/** Matchers of every selector of what models did: what the reader chose. */
export const chosenModels = {
  ...application,
  provider: matching('$provider'),
  model: matching('$model'),
} as const;

/** Applications that call models. */
export const MODEL_TARGETS: ListTargets = of =>
  selectCounter(buildCatalogue().ai.calls, { job: of === 'all' ? not(AIWATCH_JOB) : application.job });

/** The choice of providers, and of their models. */
export function buildModelVariables({ catalogue: { ai } }: BoardContext): readonly Variable[] {
  const { model: _, ...ofProvider } = chosenModels;
  return [
    buildLabelVariable(
      'provider',
      'Provider',
      `label_values(${selectCounter(ai.calls, application).text}, provider)`,
    ),
    buildLabelVariable('model', 'Model', `label_values(${selectCounter(ai.calls, ofProvider).text}, model)`),
  ];
}
