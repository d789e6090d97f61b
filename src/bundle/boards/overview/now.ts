import { buildGauge, buildRow, buildStat, type UnplacedPanel } from '../../../dashboards/index.ts';
import { redisMetrics } from '../../external-metrics/index.ts';
import { aggregate, ratio, select, sumBy } from '../../promql/index.ts';
import type { BoardContext } from '../board.ts';
import { query } from '../query.ts';
import { application, chosen } from '../scope.ts';
import { buildSteps, NEUTRAL } from '../steps.ts';
import { aiCallRate, aiErrorRatio, averageDuration, errorRatio, requestRate } from './signals.ts';

const SIZE = { width: 3, height: 4 };
function buildTrafficStats({ catalogue, threshold }: BoardContext): readonly UnplacedPanel[] {
  const { http } = catalogue;
  return [
    buildStat({
      ...SIZE,
      title: 'Request rate',
      metric: http.requests,
      perSecond: true,
      description: 'Responses per second, whatever their status.',
      noValue: 'No traffic',
      thresholds: NEUTRAL,
      queries: [query(requestRate(catalogue), 'Requests')],
    }),
    buildStat({
      ...SIZE,
      title: 'Error rate',
      description:
        'Responses with a 5xx status over all responses. Red from the threshold of HighErrorRate on.',
      unit: 'percentunit',
      decimals: 1,
      noValue: 'No traffic',
      thresholds: buildSteps(threshold('HighErrorRate')),
      queries: [query(errorRatio(catalogue), 'Errors')],
    }),
    buildStat({
      ...SIZE,
      title: 'Response time',
      metric: http.duration,
      description:
        'Average time of responses that are not streamed. Red from the threshold of HighResponseTime on.',
      noValue: 'No traffic',
      thresholds: buildSteps(threshold('HighResponseTime')),
      queries: [query(averageDuration(catalogue), 'Average')],
    }),
  ];
}

function buildAiStats({ catalogue, threshold }: BoardContext): readonly UnplacedPanel[] {
  const { ai, session } = catalogue;
  return [
    buildStat({
      ...SIZE,
      title: 'AI calls',
      metric: ai.calls,
      perSecond: true,
      description: 'Calls to models that ended, per second.',
      noValue: 'No calls',
      thresholds: NEUTRAL,
      queries: [query(aiCallRate(catalogue), 'Calls')],
    }),
    buildStat({
      ...SIZE,
      title: 'AI error rate',
      description:
        'Calls to models that failed over all calls; abandoned calls are no failures. Red from the threshold of AIErrorRateHigh on.',
      unit: 'percentunit',
      decimals: 1,
      noValue: 'No calls',
      thresholds: buildSteps(threshold('AIErrorRateHigh')),
      queries: [query(aiErrorRatio(catalogue), 'Errors')],
    }),
    buildStat({
      ...SIZE,
      title: 'Active sessions',
      metric: session.active,
      noValue: 'No sessions',
      thresholds: NEUTRAL,
      queries: [query(sumBy([], select(session.active, application)), 'Sessions')],
    }),
  ];
}

function buildResourceStats({ catalogue: { process }, threshold }: BoardContext): readonly UnplacedPanel[] {
  const memory = ratio(select(process.residentMemory, application), select(process.memoryLimit, application));
  return [
    buildGauge({
      ...SIZE,
      title: 'Memory of limit',
      description:
        'Resident memory over what the process may use, where it is highest. Red from the threshold of HighMemoryUsage on.',
      unit: 'percentunit',
      decimals: 0,
      min: 0,
      max: 1,
      thresholds: buildSteps(threshold('HighMemoryUsage')),
      queries: [query(aggregate('max', [], memory), 'Memory')],
    }),
    buildStat({
      ...SIZE,
      title: 'Redis',
      metric: redisMetrics.up,
      description: 'Whether every Redis that is scraped answers.',
      unit: 'none',
      noValue: 'Not scraped',
      sparkline: false,
      thresholds: [
        { value: null, color: 'red' },
        { value: 1, color: 'green' },
      ],
      mappings: [
        {
          type: 'value',
          options: {
            0: { text: 'Down', color: 'red', index: 0 },
            1: { text: 'Up', color: 'green', index: 1 },
          },
        },
      ],
      queries: [query(aggregate('min', [], select(redisMetrics.up, chosen)), 'Redis')],
    }),
  ];
}

/** The line on top: whether anything is wrong at this moment. */
export function buildNowSection(context: BoardContext): readonly UnplacedPanel[] {
  return [
    buildRow('Now'),
    ...buildTrafficStats(context),
    ...buildAiStats(context),
    ...buildResourceStats(context),
  ];
}
