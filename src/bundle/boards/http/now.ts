import type { Catalogue } from '../../../catalogue/index.ts';
import { buildRow, buildStat, type UnplacedPanel } from '../../../dashboards/index.ts';
import { not, select, sumBy } from '../../promql/index.ts';
import type { BoardContext } from '../board.ts';
import { query } from '../query.ts';
import { application } from '../scope.ts';
import { buildSteps, NEUTRAL } from '../steps.ts';
import { averageTime, FAILED, requestRate, requestShare, userPercentile } from './signals.ts';

const SIZE = { width: 4, height: 4, noValue: 'No traffic' };

function buildTimeStats({ catalogue, threshold }: BoardContext): readonly UnplacedPanel[] {
  return [
    buildStat({
      ...SIZE,
      title: 'Average time',
      description:
        'Average time of responses that are not streamed. Red from the threshold of HighResponseTime on.',
      unit: 's',
      thresholds: buildSteps(threshold('HighResponseTime')),
      queries: [query(averageTime(catalogue, []), 'Average')],
    }),
    buildStat({
      ...SIZE,
      title: '95th percentile of time',
      description:
        'One of twenty responses that are not streamed took longer; scrapes and health checks do not count. Red from the threshold of HighTailLatency on.',
      unit: 's',
      thresholds: buildSteps(threshold('HighTailLatency')),
      queries: [query(userPercentile(0.95, catalogue), '95th percentile')],
    }),
  ];
}

function buildLoadStats(catalogue: Catalogue): readonly UnplacedPanel[] {
  const { http } = catalogue;
  return [
    buildStat({
      ...SIZE,
      title: 'Broken off',
      description: 'Responses that the client aborted or the server broke off, over all responses.',
      unit: 'percentunit',
      decimals: 1,
      thresholds: NEUTRAL,
      queries: [query(requestShare(catalogue, [], { outcome: not('completed') }), 'Broken off')],
    }),
    buildStat({
      ...SIZE,
      title: 'Being answered',
      metric: http.inFlight,
      description: 'Requests of all routes that are being answered now, streams included.',
      thresholds: NEUTRAL,
      queries: [query(sumBy([], select(http.inFlight, application)), 'Requests')],
    }),
  ];
}

/** The line on top: do users get answers, and in time. */
export function buildNowSection(context: BoardContext): readonly UnplacedPanel[] {
  const { catalogue, threshold } = context;
  return [
    buildRow('Now'),
    buildStat({
      ...SIZE,
      title: 'Requests',
      metric: catalogue.http.requests,
      perSecond: true,
      decimals: 2,
      description: 'Responses per second, whatever their status.',
      thresholds: NEUTRAL,
      queries: [query(requestRate(catalogue, []), 'Requests')],
    }),
    buildStat({
      ...SIZE,
      title: 'Server errors',
      description:
        'Responses with a 5xx status over all responses. Red from the threshold of HighErrorRate on.',
      unit: 'percentunit',
      decimals: 1,
      thresholds: buildSteps(threshold('HighErrorRate')),
      queries: [query(requestShare(catalogue, [], FAILED), 'Errors')],
    }),
    ...buildTimeStats(context),
    ...buildLoadStats(catalogue),
  ];
}
