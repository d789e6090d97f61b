import { buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { prometheusMetrics } from '../../external-metrics/index.ts';
import { increase, ratio, select, selectCounter, sumBy, topk } from '../../promql/index.ts';
import { query } from '../query.ts';
import { chosen, RANGE } from '../scope.ts';

const SIZE = { width: 8, height: 8, min: 0, noValue: 'Not scraped' };

/** More would hide each other. */
const SHOWN_GROUPS = 5;

/** Rules of Prometheus: whether they are evaluated, and in time. */
export function buildRulesSection(): readonly UnplacedPanel[] {
  const { ruleGroupDuration, ruleGroupInterval, ruleFailures, ruleIterationsMissed, ruleEvaluations } =
    prometheusMetrics;
  const share = ratio(select(ruleGroupDuration, chosen), select(ruleGroupInterval, chosen));
  const total = (counter: typeof ruleFailures | typeof ruleIterationsMissed) =>
    sumBy(['instance'], increase(selectCounter(counter, chosen), RANGE));
  return [
    buildTimeseries({
      ...SIZE,
      title: 'Slowest groups of rules',
      description:
        'Time that the evaluation of a group of rules took over its interval; from 100 % on some are left out.',
      unit: 'percentunit',
      queries: [query(topk(SHOWN_GROUPS, share), '{{rule_group}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Evaluations of rules',
      metric: ruleEvaluations,
      description: 'Rules that were evaluated within one step of the graph.',
      queries: [
        query(sumBy(['instance'], increase(selectCounter(ruleEvaluations, chosen), RANGE)), '{{instance}}'),
      ],
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
