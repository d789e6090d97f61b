import type { Catalogue } from '../../../catalogue/index.ts';
import { buildRow, buildTable, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { average, matching, rate, selectCounter, share, sumBy } from '../../promql/index.ts';
import { buildAlertGraph } from '../alert-panels.ts';
import type { BoardContext } from '../board.ts';
import { linkTo, linkToValue } from '../links.ts';
import { percentile } from '../percentile.ts';
import { latencyQuery, query } from '../query.ts';
import { application, RANGE } from '../scope.ts';
import { buildStatusPanel } from '../statuses.ts';
import { averageDuration, errorRatio } from './signals.ts';

const SIZE = { width: 8, height: 8, links: [linkTo('http', 'HTTP')] };
const NOT_STREAMED = { ...application, stream: 'false' } as const;

function buildRoutesTable({ http }: Catalogue): UnplacedPanel {
  const all = sumBy(['route'], rate(selectCounter(http.requests, application), RANGE));
  const failed = sumBy(
    ['route'],
    rate(selectCounter(http.requests, { ...application, status_code: matching('5..') }), RANGE),
  );
  return buildTable({
    width: 24,
    height: 7,
    title: 'Routes',
    description:
      'Traffic, errors and times by route, busiest first. Times are of responses that are not streamed.',
    labels: { route: 'Route' },
    cellLinks: { route: linkToValue('http', 'route', 'This route') },
    columns: [
      { heading: 'Requests', unit: 'reqps', expr: all.text },
      { heading: 'Errors', unit: 'percentunit', expr: share(failed, all).text },
      { heading: 'Average', unit: 's', expr: average(http.duration, ['route'], RANGE, NOT_STREAMED).text },
      {
        heading: '95th percentile',
        unit: 's',
        expr: percentile(0.95, http.duration, ['route'], NOT_STREAMED).text,
      },
    ],
    sortBy: 'Requests',
    noValue: '–',
  });
}

/** What users of the application feel. */
export function buildTrafficSection(context: BoardContext): readonly UnplacedPanel[] {
  const { catalogue } = context;
  const { http } = catalogue;
  return [
    buildRow('Traffic'),
    buildStatusPanel(catalogue, application, SIZE),
    buildTimeseries({
      ...SIZE,
      title: 'Response time',
      metric: http.duration,
      description:
        'Time from the arrival of a request to the end of its response, of responses that are not streamed.',
      min: 0,
      noValue: 'No traffic',
      queries: [
        latencyQuery(averageDuration(catalogue), 'Average'),
        latencyQuery(percentile(0.95, http.duration, [], NOT_STREAMED), '95th percentile'),
      ],
    }),
    buildAlertGraph(context, 'HighErrorRate', {
      ...SIZE,
      title: 'Error rate',
      description: 'Responses with a 5xx status over all responses.',
      unit: 'percentunit',
      noValue: 'No traffic',
      queries: [query(errorRatio(catalogue), 'Errors')],
    }),
    buildRoutesTable(catalogue),
  ];
}
