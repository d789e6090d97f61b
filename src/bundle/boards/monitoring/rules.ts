import { buildTable, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { prometheusMetrics } from '../../external-metrics/index.ts';
import { aggregate, increase, ratio, select, selectCounter, sumBy } from '../../promql/index.ts';
import { query } from '../query.ts';
import { chosen, RANGE } from '../scope.ts';
import { buildSteps } from '../steps.ts';

const SIZE = { width: 8, height: 8, min: 0, noValue: 'Not scraped' };
const BY = ['instance', 'rule_group'] as const;

/** From here on an evaluation takes longer than there is time, and the next one is left out. */
const WHOLE_INTERVAL = 1;

function buildGroups(): UnplacedPanel {
  const { ruleGroupDuration, ruleGroupInterval, ruleGroupRules } = prometheusMetrics;
  const gauge = (metric: typeof ruleGroupDuration | typeof ruleGroupInterval | typeof ruleGroupRules) =>
    aggregate('max', BY, select(metric, chosen));
  return buildTable({
    width: 24,
    height: 8,
    title: 'Groups of rules',
    description:
      'How long the last evaluation of each group took, and how much of its interval; from 100 % on the next one is left out, and PrometheusRulesSlow fires.',
    unit: 'none',
    noValue: '–',
    labels: { instance: 'Prometheus', rule_group: 'File and group' },
    columns: [
      { heading: 'Rules', unit: 'short', expr: gauge(ruleGroupRules).text },
      { heading: 'Interval', unit: 's', expr: gauge(ruleGroupInterval).text },
      { heading: 'Took', unit: 's', expr: gauge(ruleGroupDuration).text },
      {
        heading: 'Of interval',
        unit: 'percentunit',
        expr: ratio(gauge(ruleGroupDuration), gauge(ruleGroupInterval)).text,
        thresholds: buildSteps(WHOLE_INTERVAL),
      },
    ],
    sortBy: 'Of interval',
  });
}

/** Rules of Prometheus: whether they are evaluated, and in time. */
export function buildRulesSection(): readonly UnplacedPanel[] {
  const { ruleFailures, ruleIterationsMissed, ruleEvaluations } = prometheusMetrics;
  const total = (counter: typeof ruleFailures | typeof ruleIterationsMissed | typeof ruleEvaluations) =>
    sumBy(['instance'], increase(selectCounter(counter, chosen), RANGE));
  return [
    buildGroups(),
    buildTimeseries({
      ...SIZE,
      title: 'Evaluations of rules',
      metric: ruleEvaluations,
      description: 'Rules that were evaluated within one step of the graph.',
      queries: [query(total(ruleEvaluations), '{{instance}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Failures of rules',
      description:
        'Evaluations that failed, and those that were left out because the one before was not over. PrometheusRuleFailing and PrometheusRulesSlow fire with the first one.',
      unit: 'short',
      queries: [
        query(total(ruleFailures), '{{instance}} failed'),
        query(total(ruleIterationsMissed), '{{instance}} left out'),
      ],
    }),
  ];
}
