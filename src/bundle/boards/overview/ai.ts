import type { Catalogue } from '../../../catalogue/index.ts';
import { buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { quantile, rate, selectCounter, sumBy } from '../../promql/index.ts';
import { latencyQuery, query } from '../query.ts';
import { application, RANGE } from '../scope.ts';

const SIZE = { width: 6, height: 8 };

/** Calls to models: how many, how long, how many tokens, what fails. */
export function buildAiSection({ ai }: Catalogue): readonly UnplacedPanel[] {
  return [
    buildRow('AI'),
    buildTimeseries({
      ...SIZE,
      title: 'AI calls by model',
      metric: ai.calls,
      perSecond: true,
      min: 0,
      noValue: 'No calls',
      queries: [query(sumBy(['model'], rate(selectCounter(ai.calls, application), RANGE)), '{{model}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'AI response time',
      metric: ai.duration,
      description: '95th percentile of the time to the end of an answer, and of the time to its first token.',
      min: 0,
      noValue: 'No calls',
      queries: [
        latencyQuery(quantile(0.95, ai.duration, [], RANGE, application), 'End, 95th percentile'),
        latencyQuery(
          quantile(0.95, ai.timeToFirstToken, [], RANGE, application),
          'First token, 95th percentile',
        ),
      ],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Tokens per second by type',
      metric: ai.tokens,
      perSecond: true,
      min: 0,
      stacked: true,
      noValue: 'No tokens',
      queries: [query(sumBy(['type'], rate(selectCounter(ai.tokens, application), RANGE)), '{{type}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'AI errors by type',
      metric: ai.errors,
      perSecond: true,
      min: 0,
      stacked: true,
      noValue: 'No errors',
      queries: [
        query(sumBy(['error_type'], rate(selectCounter(ai.errors, application), RANGE)), '{{error_type}}'),
      ],
    }),
  ];
}
