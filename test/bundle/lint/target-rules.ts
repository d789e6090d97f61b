import { EXTERNAL_METRICS } from '../../../src/bundle/external-metrics/index.ts';
import { buildRecords, listRecords } from '../../../src/bundle/records/index.ts';
import { buildCatalogue, listMetrics } from '../../../src/catalogue/index.ts';
import { parseConfig } from '../../../src/config/index.ts';
import {
  EXPANDED_RATE_INTERVAL,
  expandVariables,
  findSyntaxErrors,
  listSelectors,
  type Selector,
} from './expressions.ts';
import { checkExpressions, checkPanels, checkTargets, type Rule } from './problem.ts';

/** Labels that every scraped series has, and those of a histogram's buckets. */
const AMBIENT_LABELS = ['job', 'instance', 'le'];

/** Labels of every series that may be named, by its full name. */
function buildSeriesTable(): ReadonlyMap<string, readonly string[]> {
  const catalogue = buildCatalogue();
  const records = listRecords(buildRecords(catalogue, parseConfig({}).bundle));
  const metrics = [...listMetrics(catalogue), ...EXTERNAL_METRICS, ...records].flatMap(metric => {
    const labels = metric.labels?.map(label => (typeof label === 'string' ? label : label.name)) ?? [];
    const suffixes = metric.type === 'histogram' ? ['_sum', '_count', '_bucket'] : [''];
    return suffixes.map(suffix => [`${metric.name}${suffix}`, labels] as const);
  });
  return new Map(metrics);
}

const SERIES = buildSeriesTable();

/** What is wrong with the names in an expression: series that nobody exports, labels that they do not have. */
export function findUnknownNames(expr: string): readonly string[] {
  return listSelectors(expandVariables(expr)).flatMap(({ metric, matchers }) => {
    const labels = SERIES.get(metric);
    if (labels === undefined) {
      return [`${metric} is not exported`];
    }
    return matchers
      .map(matcher => /^\w+/.exec(matcher)?.[0] ?? '')
      .filter(label => !labels.includes(label) && !AMBIENT_LABELS.includes(label))
      .map(label => `${metric} has no label ${label}`);
  });
}

const eachSelector = (rule: (selector: Selector) => readonly string[]): Rule => {
  return dashboard =>
    checkExpressions(dashboard, expr =>
      listSelectors(expandVariables(expr)).flatMap(selector => rule(selector)),
    );
};

/** Only of panels: an alert that is drawn in every graph may belong to no single job. */
const requireMatcher =
  (matcher: string): Rule =>
  dashboard =>
    checkTargets(dashboard, expr =>
      listSelectors(expandVariables(expr))
        .filter(({ matchers }) => !matchers.includes(matcher))
        .map(({ metric }) => `${metric} without ${matcher}`),
    );

/** target-promql-rule, as far as syntax goes; promtool checks the types. */
export const targetPromql: Rule = dashboard =>
  checkExpressions(dashboard, expr =>
    findSyntaxErrors(expandVariables(expr)).map(at => `syntax error at ${at}`),
  );

/** target-rate-interval-rule; for increase too. */
export const targetRateInterval: Rule = eachSelector(({ metric, range, around }) =>
  ['rate', 'irate', 'increase'].includes(around[0] ?? '') && range !== EXPANDED_RATE_INTERVAL
    ? [`range of ${metric} is not $__rate_interval`]
    : [],
);

/** target-job-rule. */
export const targetJob = requireMatcher('job=~"$job"');

/** target-instance-rule. */
export const targetInstance = requireMatcher('instance=~"$instance"');

/** target-counter-agg-rule, without its fault: it looks at the name, not at the text with its matchers. */
export const targetCounter: Rule = eachSelector(({ metric, around }) =>
  metric.endsWith('_total') && !['rate', 'irate', 'increase'].includes(around[0] ?? '')
    ? [`${metric} outside of rate and increase`]
    : [],
);

/** Every series that is named is exported, with the labels that are named. */
export const targetNames: Rule = dashboard => checkExpressions(dashboard, findUnknownNames);

/** Latencies that a trace can explain show the traces that were sampled, where they are drawn over time. */
export const targetExemplars: Rule = dashboard =>
  checkPanels(dashboard, ({ type, targets }) =>
    targets
      .filter(
        ({ expr, exemplar }) => type === 'timeseries' && /\b(http|ai)_\w+_seconds_/.test(expr) && !exemplar,
      )
      .map(({ refId }) => `${refId}: a latency without exemplars`),
  );
