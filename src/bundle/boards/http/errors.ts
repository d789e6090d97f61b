import { buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { matching, not } from '../../promql/index.ts';
import type { BoardContext } from '../board.ts';
import { END_COLORS } from '../colors.ts';
import { linkTo } from '../links.ts';
import { query } from '../query.ts';
import { buildLine } from '../steps.ts';
import { FAILED, requestRate, requestShare } from './signals.ts';

const SIZE = { width: 8, height: 8, min: 0, noValue: 'No traffic' };

/** What does not end well, and whose fault that is. */
export function buildErrorsSection({ catalogue, threshold }: BoardContext): readonly UnplacedPanel[] {
  return [
    buildRow('Errors'),
    buildTimeseries({
      ...SIZE,
      title: 'Server errors by route',
      description:
        'Responses with a 5xx status over all responses. The line is the threshold of HighErrorRate.',
      unit: 'percentunit',
      noValue: 'No errors',
      thresholds: buildLine(threshold('HighErrorRate')),
      links: [linkTo('ai', 'Calls to models')],
      queries: [query(requestShare(catalogue, ['route'], FAILED), '{{route}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Client errors by status',
      description: 'Responses per second that say that the request was wrong.',
      unit: 'reqps',
      stacked: true,
      noValue: 'No errors',
      queries: [
        query(requestRate(catalogue, ['status_code'], { status_code: matching('4..') }), '{{status_code}}'),
      ],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Responses that were broken off',
      description:
        'Responses per second that the client aborted, such as streams that somebody gave up, or that the server broke off.',
      unit: 'reqps',
      stacked: true,
      noValue: 'None',
      overrides: END_COLORS,
      queries: [query(requestRate(catalogue, ['outcome'], { outcome: not('completed') }), '{{outcome}}')],
    }),
  ];
}
