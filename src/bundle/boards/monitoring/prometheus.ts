import type { Catalogue } from '../../../catalogue/index.ts';
import { buildRow, buildTable, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { alertmanagerMetrics, prometheusMetrics } from '../../external-metrics/index.ts';
import {
  aggregate,
  increase,
  onTargetsWith,
  or,
  plus,
  rate,
  secondsSince,
  select,
  selectCounter,
  sumBy,
} from '../../promql/index.ts';
import { buildAlertGraph, buildYesNo } from '../alert-panels.ts';
import type { BoardContext } from '../board.ts';
import { query } from '../query.ts';
import { chosen, RANGE } from '../scope.ts';

const SIZE = { width: 8, height: 8, min: 0, noValue: 'Not scraped' };
const BY = ['job', 'instance'] as const;

function buildConfigurations(): UnplacedPanel {
  const { configReloadSuccessful: prometheusOk, configReloadTime: prometheusTime } = prometheusMetrics;
  const { configReloadSuccessful: alertmanagerOk, configReloadTime: alertmanagerTime } = alertmanagerMetrics;
  const isLoaded = or(select(prometheusOk, chosen), select(alertmanagerOk, chosen));
  const loadTime = or(select(prometheusTime, chosen), select(alertmanagerTime, chosen));
  return buildTable({
    width: 24,
    height: 5,
    title: 'Configurations',
    description:
      'Whether Prometheus and Alertmanager took their configuration when they last read it; else they go on with the one before, and PrometheusConfigReloadFailed or AlertmanagerConfigReloadFailed fires.',
    unit: 'none',
    noValue: '–',
    labels: { job: 'Job', instance: 'Instance' },
    columns: [
      {
        heading: 'Configuration',
        unit: 'none',
        expr: aggregate('min', BY, isLoaded).text,
        mappings: buildYesNo('Taken', 'Refused'),
      },
      { heading: 'Taken ago', unit: 's', expr: secondsSince(aggregate('max', BY, loadTime)).text },
    ],
    sortBy: 'Configuration',
    isAscending: true,
  });
}

function buildIntake(context: BoardContext): readonly UnplacedPanel[] {
  const { samplesAppended, samplesOutOfOrder, samplesOutOfBounds, samplesDuplicate } = prometheusMetrics;
  const perSecond = (
    counter: (typeof prometheusMetrics)['samplesOutOfOrder' | 'samplesOutOfBounds' | 'samplesDuplicate'],
    reason: string,
  ) => query(rate(selectCounter(counter, chosen), RANGE), `{{instance}} ${reason}`);
  return [
    buildAlertGraph(context, 'PrometheusNotIngesting', {
      ...SIZE,
      title: 'Samples stored',
      description: 'Samples that each Prometheus stored per second.',
      unit: 'short',
      queries: [
        query(sumBy(['instance'], rate(selectCounter(samplesAppended, chosen), RANGE)), '{{instance}}'),
      ],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Samples refused',
      description: 'Samples per second that were scraped and not stored, by the reason.',
      unit: 'short',
      queries: [
        perSecond(samplesOutOfOrder, 'out of order'),
        perSecond(samplesOutOfBounds, 'out of bounds'),
        perSecond(samplesDuplicate, 'duplicate'),
      ],
    }),
  ];
}

function buildProcess({ process }: Catalogue): readonly UnplacedPanel[] {
  const series = select(prometheusMetrics.headSeries, chosen);
  return [
    buildTimeseries({
      ...SIZE,
      title: 'Memory of Prometheus',
      metric: process.residentMemory,
      queries: [query(onTargetsWith(select(process.residentMemory, chosen), series), '{{instance}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'CPU of Prometheus',
      metric: process.cpu,
      description: 'CPU time that Prometheus spent per second; 100 % is one core.',
      perSecond: true,
      queries: [
        query(onTargetsWith(rate(selectCounter(process.cpu, chosen), RANGE), series), '{{instance}}'),
      ],
    }),
  ];
}

function buildBlocksSize(): UnplacedPanel {
  return buildTimeseries({
    ...SIZE,
    title: 'Size of blocks',
    metric: prometheusMetrics.blocksSize,
    queries: [query(select(prometheusMetrics.blocksSize, chosen), '{{instance}}')],
  });
}

function buildQueryDuration(): UnplacedPanel {
  return buildTimeseries({
    ...SIZE,
    title: 'Duration of queries',
    metric: prometheusMetrics.queryDuration,
    description: '90 % of the queries of boards, rules and people were evaluated in this time.',
    queries: [
      query(
        select(prometheusMetrics.queryDuration, { ...chosen, slice: 'inner_eval', quantile: '0.9' }),
        '{{instance}}',
      ),
    ],
  });
}

function buildDatabaseFailures(): UnplacedPanel {
  const failed = (
    counter: (typeof prometheusMetrics)[
      | 'compactionsFailed'
      | 'reloadsFailed'
      | 'headTruncationsFailed'
      | 'walWritesFailed'],
  ) => increase(selectCounter(counter, chosen), RANGE);
  const { compactionsFailed, reloadsFailed, headTruncationsFailed, walWritesFailed } = prometheusMetrics;
  const failures = [reloadsFailed, headTruncationsFailed, walWritesFailed].reduce(
    (sum, counter) => plus(sum, failed(counter)),
    failed(compactionsFailed),
  );
  return buildTimeseries({
    ...SIZE,
    title: 'Failures of the database',
    description:
      'Compactions, loads of blocks, truncations and writes to the log that failed. PrometheusTsdbFailing fires with the first one.',
    unit: 'short',
    queries: [query(failures, '{{instance}}')],
  });
}

/** Prometheus: what it takes in and keeps. */
export function buildPrometheusSection(context: BoardContext): readonly UnplacedPanel[] {
  return [
    buildRow('Prometheus'),
    buildConfigurations(),
    ...buildIntake(context),
    buildTimeseries({
      ...SIZE,
      title: 'Series in memory',
      metric: prometheusMetrics.headSeries,
      queries: [query(select(prometheusMetrics.headSeries, chosen), '{{instance}}')],
    }),
    ...buildProcess(context.catalogue),
    buildBlocksSize(),
    buildDatabaseFailures(),
    buildQueryDuration(),
  ];
}
