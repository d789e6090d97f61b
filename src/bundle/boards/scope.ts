import { buildLabelVariable } from '../../dashboards/index.ts';
import { prometheusMetrics } from '../external-metrics.ts';
import { AIWATCH_JOB } from '../jobs.ts';
import { matching, not, select } from '../promql.ts';

/** Matchers of every selector in a board: what the reader chose. */
export const chosen = { job: matching('$job'), instance: matching('$instance') } as const;

/** The same for metrics that aiwatch has about itself under the same names, without aiwatch's own. */
export const application = {
  job: [matching('$job'), not(AIWATCH_JOB)],
  instance: matching('$instance'),
} as const;

/** The range of every rate in a board: Grafana's own, at least four scrapes. */
export const RANGE = '$__rate_interval';

/**
 * The variables that fill in the matchers, from the targets that Prometheus scrapes. aiwatch's own is not offered: most
 * panels would be empty.
 */
export function buildScopeVariables() {
  const { up } = prometheusMetrics;
  return [
    buildLabelVariable('job', 'Job', `label_values(${select(up, { job: not(AIWATCH_JOB) }).text}, job)`),
    buildLabelVariable(
      'instance',
      'Instance',
      `label_values(${select(up, { job: application.job }).text}, instance)`,
    ),
  ];
}
