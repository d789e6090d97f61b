import { alerts, type Catalogue } from '../../../catalogue/index.ts';
import {
  buildGauge,
  buildRow,
  buildStat,
  type ThresholdStep,
  type UnplacedPanel,
} from '../../../dashboards/index.ts';
import { redisMetrics } from '../../external-metrics.ts';
import { aggregate, ratio, select, sumBy } from '../../promql.ts';
import { query } from '../query.ts';
import { application, chosen } from '../scope.ts';
import { aiCallRate, aiErrorRatio, averageDuration, errorRatio, requestRate } from './signals.ts';

const SIZE = { width: 3, height: 4 };
const NEUTRAL: readonly ThresholdStep[] = [{ value: null, color: 'blue' }];

/** Green, from half of an alert's threshold on orange, from the threshold on red. */
function buildSteps(threshold: number): readonly ThresholdStep[] {
  return [
    { value: null, color: 'green' },
    { value: threshold / 2, color: 'orange' },
    { value: threshold, color: 'red' },
  ];
}

function buildTrafficStats(catalogue: Catalogue): readonly UnplacedPanel[] {
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
      description: 'Responses with a 5xx status over all responses. HighErrorRate fires above 5 %.',
      unit: 'percentunit',
      decimals: 1,
      noValue: 'No traffic',
      thresholds: buildSteps(alerts.highErrorRate.threshold),
      queries: [query(errorRatio(catalogue), 'Errors')],
    }),
    buildStat({
      ...SIZE,
      title: 'Response time',
      metric: http.duration,
      description: 'Average time of responses that are not streamed. HighResponseTime fires above 2 s.',
      noValue: 'No traffic',
      thresholds: buildSteps(alerts.highResponseTime.threshold),
      queries: [query(averageDuration(catalogue), 'Average')],
    }),
  ];
}

function buildAiStats(catalogue: Catalogue): readonly UnplacedPanel[] {
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
      description: 'Calls to models that failed over all calls; abandoned calls are no failures.',
      unit: 'percentunit',
      decimals: 1,
      noValue: 'No calls',
      thresholds: buildSteps(0.1),
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

function buildResourceStats({ process }: Catalogue): readonly UnplacedPanel[] {
  const memory = ratio(select(process.residentMemory, application), select(process.memoryLimit, application));
  return [
    buildGauge({
      ...SIZE,
      title: 'Memory of limit',
      description:
        'Resident memory over what the process may use, where it is highest. HighMemoryUsage fires above 80 %.',
      unit: 'percentunit',
      decimals: 0,
      min: 0,
      max: 1,
      thresholds: buildSteps(alerts.highMemoryUsage.threshold),
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
export function buildNowSection(catalogue: Catalogue): readonly UnplacedPanel[] {
  return [
    buildRow('Now'),
    ...buildTrafficStats(catalogue),
    ...buildAiStats(catalogue),
    ...buildResourceStats(catalogue),
  ];
}
