import { buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { perHour, rate, selectCounter, sumBy } from '../../promql/index.ts';
import type { BoardContext } from '../board.ts';
import { linkTo } from '../links.ts';
import { percentile } from '../percentile.ts';
import { latencyQuery, query } from '../query.ts';
import { buildQueuePanel } from '../queues.ts';
import { application, RANGE } from '../scope.ts';
import { buildLine } from '../steps.ts';

const SIZE = { width: 8, height: 8, min: 0 };

function buildSpendPanel({ catalogue: { ai }, threshold }: BoardContext): UnplacedPanel {
  const perSecond = sumBy(['model'], rate(selectCounter(ai.cost, application), RANGE));
  return buildTimeseries({
    ...SIZE,
    title: 'AI spend per hour',
    description:
      'US dollars per hour at the pace of each moment, by model. The line is the threshold of AISpendRateHigh, which holds for all models of a job.',
    unit: 'currencyUSD',
    stacked: true,
    noValue: 'No cost known',
    thresholds: buildLine(threshold('AISpendRateHigh')),
    links: [linkTo('cost', 'Cost and business')],
    queries: [query(perHour(perSecond), '{{model}}')],
  });
}

/** Calls to models: how many, how long, how many tokens, what fails, what it costs, what waits. */
export function buildAiSection(context: BoardContext): readonly UnplacedPanel[] {
  const { ai } = context.catalogue;
  const links = [linkTo('ai', 'AI operations')];
  return [
    buildRow('AI'),
    buildTimeseries({
      ...SIZE,
      title: 'AI calls by model',
      metric: ai.calls,
      perSecond: true,
      noValue: 'No calls',
      links,
      queries: [query(sumBy(['model'], rate(selectCounter(ai.calls, application), RANGE)), '{{model}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'AI response time',
      metric: ai.duration,
      description: '95th percentile of the time to the end of an answer, and of the time to its first token.',
      noValue: 'No calls',
      links,
      queries: [
        latencyQuery(percentile(0.95, ai.duration, [], application), 'End, 95th percentile'),
        latencyQuery(percentile(0.95, ai.timeToFirstToken, [], application), 'First token, 95th percentile'),
      ],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Tokens per second by type',
      metric: ai.tokens,
      perSecond: true,
      stacked: true,
      noValue: 'No tokens',
      links,
      queries: [query(sumBy(['type'], rate(selectCounter(ai.tokens, application), RANGE)), '{{type}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'AI errors by type',
      metric: ai.errors,
      perSecond: true,
      stacked: true,
      noValue: 'No errors',
      links,
      queries: [
        query(sumBy(['error_type'], rate(selectCounter(ai.errors, application), RANGE)), '{{error_type}}'),
      ],
    }),
    buildSpendPanel(context),
    buildQueuePanel(context, { ...SIZE, links }),
  ];
}
