import { buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { rate, selectCounter, share, sumBy } from '../../promql/index.ts';
import type { BoardContext } from '../board.ts';
import { chosenModels } from '../models.ts';
import { query } from '../query.ts';
import { RANGE } from '../scope.ts';
import { buildLine } from '../steps.ts';
import { BY_MODEL, callRate, failureShare, MODEL_LEGEND } from './signals.ts';

const SIZE = { width: 8, height: 8, min: 0 };

/** What fails, and why. */
export function buildErrorsSection({ catalogue, threshold }: BoardContext): readonly UnplacedPanel[] {
  const { errors } = catalogue.ai;
  const limited = selectCounter(errors, { ...chosenModels, error_type: 'rate_limit' });
  return [
    buildRow('Errors'),
    buildTimeseries({
      ...SIZE,
      title: 'Errors by type',
      metric: errors,
      perSecond: true,
      stacked: true,
      noValue: 'No errors',
      queries: [
        query(sumBy(['error_type'], rate(selectCounter(errors, chosenModels), RANGE)), '{{error_type}}'),
      ],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Failing calls by model',
      description: 'Calls that failed over all calls. The line is the threshold of AIErrorRateHigh.',
      unit: 'percentunit',
      noValue: 'No calls',
      thresholds: buildLine(threshold('AIErrorRateHigh')),
      queries: [query(failureShare(catalogue, BY_MODEL), MODEL_LEGEND)],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Rate limited calls by model',
      description:
        'Calls that the provider refused because there were too many, over all calls. The line is the threshold of AIRateLimited.',
      unit: 'percentunit',
      noValue: 'No calls',
      thresholds: buildLine(threshold('AIRateLimited')),
      queries: [
        query(share(sumBy(BY_MODEL, rate(limited, RANGE)), callRate(catalogue, BY_MODEL)), MODEL_LEGEND),
      ],
    }),
  ];
}
