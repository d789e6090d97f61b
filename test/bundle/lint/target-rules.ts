import { EXPRESSION_CHECKS } from './expression-checks.ts';
import {
  EXPANDED_RANGE,
  EXPANDED_RATE_INTERVAL,
  expandVariables,
  findSyntaxErrors,
  listSelectors,
  type Selector,
} from './expressions.ts';
import { checkExpressions, checkPanels, checkTargets, type Rule } from './problem.ts';
import { parsePromql } from './promql-tree.ts';
import { listResultLabels } from './result-labels.ts';
import { SERIES } from './series.ts';

/**
 * What is wrong with the names in an expression: series that nobody exports, labels that they do not have. A selector of
 * series of any name names none.
 */
export function findUnknownNames(expr: string): readonly string[] {
  return listSelectors(expandVariables(expr)).flatMap(({ metric, matchers }) => {
    if (metric === '') return [];
    const info = SERIES.get(metric);
    if (info === undefined) {
      return [`${metric} is not exported`];
    }
    return matchers
      .filter(({ label }) => !info.labels.includes(label))
      .map(({ label }) => `${metric} has no label ${label}`);
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
        .filter(({ matchers }) => !matchers.some(({ text }) => text === matcher))
        .map(({ metric }) => `${metric} without ${matcher}`),
    );

/** target-promql-rule, as far as syntax goes; promtool checks the types. */
export const targetPromql: Rule = dashboard =>
  checkExpressions(dashboard, expr =>
    findSyntaxErrors(expandVariables(expr)).map(at => `syntax error at ${at}`),
  );

const isOverAll = ({ range, around }: Selector) => range === EXPANDED_RANGE && around === 'increase';

/** target-rate-interval-rule; for increase too, but where it is over all of the time that is shown. */
export const targetRateInterval: Rule = eachSelector(selector =>
  ['rate', 'irate', 'increase'].includes(selector.around) &&
  selector.range !== EXPANDED_RATE_INTERVAL &&
  !isOverAll(selector)
    ? [`range of ${selector.metric} is not $__rate_interval`]
    : [],
);

/** What is over all of the time that is shown is asked for once, not at every step of a graph. */
export const targetOverAll: Rule = dashboard =>
  checkPanels(dashboard, ({ targets }) =>
    targets
      .filter(({ instant }) => !instant)
      .flatMap(({ expr }) => listSelectors(expandVariables(expr)).filter(isOverAll))
      .map(({ metric }) => `${metric} over $__range at every step`),
  );

/** target-job-rule. */
export const targetJob = requireMatcher('job=~"$job"');

/** target-instance-rule. */
export const targetInstance = requireMatcher('instance=~"$instance"');

/** Every series that is named is exported, with the labels that are named. */
export const targetNames: Rule = dashboard => checkExpressions(dashboard, findUnknownNames);

/** Latencies that a trace can explain (a session is many) show the traces that were sampled, where they are drawn over time. */
export const targetExemplars: Rule = dashboard =>
  checkPanels(dashboard, ({ type, targets }) =>
    targets
      .filter(
        ({ expr, exemplar }) =>
          type === 'timeseries' && /\b(?!\w+_session_duration)(http|ai)_\w+_seconds_/.test(expr) && !exemplar,
      )
      .map(({ refId }) => `${refId}: a latency without exemplars`),
  );

/** What holds for expressions of rules holds for those of panels too. */
export const targetChecks: Rule = dashboard =>
  checkTargets(dashboard, expr =>
    Object.values(EXPRESSION_CHECKS).flatMap(check => check(expandVariables(expr))),
  );

/** Legends name labels that the result has; a table names its columns itself. */
export const targetLegends: Rule = dashboard =>
  checkPanels(dashboard, ({ targets }) =>
    targets.flatMap(({ refId, expr, legendFormat }) => {
      const tree = parsePromql(expandVariables(expr));
      const labels = listResultLabels(tree, metric => SERIES.get(metric)?.labels ?? []);
      return [...legendFormat.matchAll(/\{\{\s*(\w+)\s*\}\}/g)]
        .map(match => match[1] ?? '')
        .filter(label => !labels.includes(label))
        .map(label => `${refId}: the legend names ${label}, which the result does not have`);
    }),
  );
