import { buildRow, buildStat, type ThresholdStep, type UnplacedPanel } from '../../../dashboards/index.ts';
import { alertmanagerMetrics, prometheusMetrics, scrapeMetrics } from '../../external-metrics/index.ts';
import {
  above,
  aggregate,
  constant,
  equal,
  or,
  rate,
  secondsSince,
  select,
  selectCounter,
  sumBy,
} from '../../promql/index.ts';
import type { BoardContext } from '../board.ts';
import { query } from '../query.ts';
import { chosen, RANGE } from '../scope.ts';
import { NEUTRAL } from '../steps.ts';

const SIZE = { width: 4, height: 4 };

/** Alertmanager sends the watchdog every few minutes; this is well over what one that is late may take. */
const WATCHDOG_LATE_SECONDS = 900;

const NONE_IS_GOOD: readonly ThresholdStep[] = [
  { value: null, color: 'green' },
  { value: 1, color: 'red' },
];

function buildTargetStats(): readonly UnplacedPanel[] {
  const up = select(scrapeMetrics.up, chosen);
  return [
    buildStat({
      ...SIZE,
      title: 'Targets up',
      description: 'Targets that were scraped with success the last time.',
      unit: 'short',
      noValue: 'No targets',
      thresholds: NEUTRAL,
      queries: [query(sumBy([], up), 'Up')],
    }),
    buildStat({
      ...SIZE,
      title: 'Targets down',
      description: 'Targets whose last scrape failed. TargetDown fires for each of them.',
      unit: 'short',
      noValue: 'No targets',
      thresholds: NONE_IS_GOOD,
      queries: [query(or(aggregate('count', [], equal(up, 0)), constant(0)), 'Down')],
    }),
    buildStat({
      ...SIZE,
      title: 'Active alerts',
      description: 'Alerts that people are told of. One is normal: the watchdog, which always fires.',
      unit: 'short',
      noValue: 'Not scraped',
      thresholds: NEUTRAL,
      queries: [
        query(sumBy([], select(alertmanagerMetrics.alerts, { ...chosen, state: 'active' })), 'Alerts'),
      ],
    }),
  ];
}

function buildPrometheusStats(): readonly UnplacedPanel[] {
  const appended = rate(selectCounter(prometheusMetrics.samplesAppended, chosen), RANGE);
  return [
    buildStat({
      ...SIZE,
      title: 'Series',
      metric: prometheusMetrics.headSeries,
      noValue: 'Not scraped',
      thresholds: NEUTRAL,
      queries: [query(sumBy([], select(prometheusMetrics.headSeries, chosen)), 'Series')],
    }),
    buildStat({
      ...SIZE,
      title: 'Samples per second',
      description: 'Samples that Prometheus stored per second.',
      unit: 'short',
      noValue: 'Not scraped',
      thresholds: NEUTRAL,
      queries: [query(sumBy([], appended), 'Samples')],
    }),
  ];
}

/** The line on top: whether the monitoring sees, stores and tells. */
export function buildNowSection({ catalogue: { server } }: BoardContext): readonly UnplacedPanel[] {
  const last = aggregate('max', [], above(select(server.watchdogTimestamp, chosen), 0));
  return [
    buildRow('Now'),
    ...buildTargetStats(),
    ...buildPrometheusStats(),
    buildStat({
      ...SIZE,
      title: 'Last heartbeat',
      description:
        'Time since the watchdog last came the whole way, from Prometheus through Alertmanager to aiwatch.',
      unit: 's',
      decimals: 0,
      noValue: 'Never',
      sparkline: false,
      thresholds: [
        { value: null, color: 'green' },
        { value: WATCHDOG_LATE_SECONDS, color: 'red' },
      ],
      queries: [query(secondsSince(last), 'Age')],
    }),
  ];
}
