import { buildRow, buildTable, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import type { BoardContext } from '../board.ts';
import { linkToValue } from '../links.ts';
import { percentile } from '../percentile.ts';
import { latencyQuery, query } from '../query.ts';
import { averageTime, chosenRoutes, FAILED, requestRate, requestShare, timePercentile } from './signals.ts';

function buildSizesPanel({ catalogue: { http } }: BoardContext): UnplacedPanel {
  const size = (metric: typeof http.requestSize | typeof http.responseSize) =>
    percentile(0.95, metric, [], chosenRoutes);
  return buildTimeseries({
    width: 12,
    height: 8,
    title: 'Size of bodies',
    description: '95th percentile of the size of the bodies of requests, and of responses as far as sent.',
    unit: 'bytes',
    min: 0,
    noValue: 'No traffic',
    queries: [query(size(http.requestSize), 'Requests'), query(size(http.responseSize), 'Responses')],
  });
}

function buildRoutesTable({ catalogue }: BoardContext): UnplacedPanel {
  return buildTable({
    width: 24,
    height: 9,
    title: 'Routes',
    description:
      'Routes side by side, busiest first; times are of responses that are not streamed. A click on a route chooses it for the whole dashboard.',
    labels: { route: 'Route' },
    cellLinks: { route: linkToValue('http', 'route', 'Only this route') },
    columns: [
      { heading: 'Requests', unit: 'reqps', decimals: 2, expr: requestRate(catalogue, ['route']).text },
      {
        heading: 'Server errors',
        unit: 'percentunit',
        decimals: 1,
        expr: requestShare(catalogue, ['route'], FAILED).text,
      },
      { heading: 'Average', unit: 's', expr: averageTime(catalogue, ['route']).text },
      { heading: '95th percentile', unit: 's', expr: timePercentile(0.95, catalogue, ['route']).text },
      {
        heading: 'Response size, 95th percentile',
        unit: 'bytes',
        expr: percentile(0.95, catalogue.http.responseSize, ['route'], chosenRoutes).text,
      },
    ],
    sortBy: 'Requests',
    noValue: '–',
  });
}

/** Route by route. */
export function buildRoutesSection(context: BoardContext): readonly UnplacedPanel[] {
  return [
    buildRow('Routes and sizes'),
    buildTimeseries({
      width: 12,
      height: 8,
      title: 'Response time by route',
      description: '95th percentile of the time of responses that are not streamed.',
      unit: 's',
      min: 0,
      noValue: 'No traffic',
      legend: 'right',
      queries: [latencyQuery(timePercentile(0.95, context.catalogue, ['route']), '{{route}}')],
    }),
    buildSizesPanel(context),
    buildRoutesTable(context),
  ];
}
