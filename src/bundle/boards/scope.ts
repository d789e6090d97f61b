import { buildLabelVariable } from '../../dashboards/index.ts';
import { scrapeMetrics } from '../external-metrics/index.ts';
import { AIWATCH_JOB } from '../prometheus/jobs.ts';
import { type Expr, matching, not, select } from '../promql/index.ts';

/** Matchers of every selector in a board: what the reader chose. */
export const chosen = { job: matching('$job'), instance: matching('$instance') } as const;

/** The same for metrics that aiwatch has about itself under the same names, without aiwatch's own. */
export const application = {
  job: [matching('$job'), not(AIWATCH_JOB)],
  instance: matching('$instance'),
} as const;

/** The range of every rate in a board: Grafana's own, at least four scrapes. */
export const RANGE = '$__rate_interval';

/** The series whose jobs and instances a board offers: all, or those of the jobs that the reader chose. */
export type ListTargets = (of: 'all' | 'chosen jobs') => Expr;

/** Everything that Prometheus scrapes but aiwatch itself, for which most panels would be empty. */
export const APPLICATION_TARGETS: ListTargets = of =>
  select(scrapeMetrics.up, { job: of === 'all' ? not(AIWATCH_JOB) : application.job });

/** Everything that Prometheus scrapes. */
export const ALL_TARGETS: ListTargets = of =>
  select(scrapeMetrics.up, of === 'all' ? {} : { job: chosen.job });

/** The variables that fill in the matchers. */
export function buildScopeVariables(listTargets: ListTargets) {
  return [
    buildLabelVariable('job', 'Job', `label_values(${listTargets('all').text}, job)`),
    buildLabelVariable('instance', 'Instance', `label_values(${listTargets('chosen jobs').text}, instance)`),
  ];
}
