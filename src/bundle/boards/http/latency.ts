import type { Catalogue } from '../../../catalogue/index.ts';
import { buildHeatmap, buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { rate, selectHistogram, sumBy } from '../../promql/index.ts';
import type { BoardContext } from '../board.ts';
import { percentile } from '../percentile.ts';
import { latencyQuery } from '../query.ts';
import { RANGE } from '../scope.ts';
import { buildLine } from '../steps.ts';
import { averageTime, chosenRoutes, notStreamed, userPercentile } from './signals.ts';

const SIZE = { width: 8, height: 8, min: 0, noValue: 'No traffic' };

function buildResponseTime({ catalogue, threshold }: BoardContext): UnplacedPanel {
  return buildTimeseries({
    ...SIZE,
    title: 'Response time',
    description:
      'Time to the end of responses that are not streamed; percentiles are without scrapes and health checks. The line is the threshold of HighTailLatency, for the 95th percentile.',
    unit: 's',
    thresholds: buildLine(threshold('HighTailLatency')),
    queries: [
      latencyQuery(averageTime(catalogue, []), 'Average'),
      latencyQuery(userPercentile(0.5, catalogue), 'Median'),
      latencyQuery(userPercentile(0.95, catalogue), '95th percentile'),
      latencyQuery(userPercentile(0.99, catalogue), '99th percentile'),
    ],
  });
}

function buildDistribution({ http }: Catalogue): UnplacedPanel {
  return buildHeatmap({
    width: 8,
    height: 8,
    title: 'Responses by time',
    description: 'How many responses per second that are not streamed took how long.',
    boundUnit: 's',
    countUnit: 'reqps',
    noValue: 'No traffic',
    query: latencyQuery(
      sumBy(['le'], rate(selectHistogram(http.duration, 'bucket', notStreamed), RANGE)),
      '',
    ),
  });
}

function buildFirstByte({ http }: Catalogue): UnplacedPanel {
  const firstByte = (stream: 'true' | 'false') =>
    percentile(0.95, http.timeToFirstByte, [], { ...chosenRoutes, stream });
  return buildTimeseries({
    ...SIZE,
    title: 'Time to first byte',
    description:
      '95th percentile of the time to the first byte of a response: of a stream, this is what users wait for.',
    unit: 's',
    queries: [latencyQuery(firstByte('true'), 'Streamed'), latencyQuery(firstByte('false'), 'Not streamed')],
  });
}

/** How long users wait. */
export function buildLatencySection(context: BoardContext): readonly UnplacedPanel[] {
  return [
    buildRow('Time'),
    buildResponseTime(context),
    buildDistribution(context.catalogue),
    buildFirstByte(context.catalogue),
  ];
}
