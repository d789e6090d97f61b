import { buildRow, buildTable, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { scrapeMetrics } from '../../external-metrics/index.ts';
import { aggregate, select } from '../../promql/index.ts';
import { buildAlertGraph, buildYesNo } from '../alert-panels.ts';
import type { BoardContext } from '../board.ts';
import { query } from '../query.ts';
import { chosen } from '../scope.ts';
import { buildSteps } from '../steps.ts';

const SIZE = { width: 8, height: 8, min: 0, noValue: 'No targets' };
const BY = ['job', 'instance'] as const;

function buildTargetTable({ threshold }: BoardContext): UnplacedPanel {
  return buildTable({
    width: 24,
    height: 9,
    title: 'All targets',
    description: 'Everything that Prometheus scrapes. TargetDown fires where a target is down.',
    unit: 'none',
    noValue: '–',
    labels: { job: 'Job', instance: 'Instance' },
    columns: [
      {
        heading: 'State',
        unit: 'none',
        expr: aggregate('min', BY, select(scrapeMetrics.up, chosen)).text,
        mappings: buildYesNo('Up', 'Down'),
      },
      {
        heading: 'Scrape took',
        unit: 's',
        expr: aggregate('max', BY, select(scrapeMetrics.scrapeDuration, chosen)).text,
        thresholds: buildSteps(threshold('ScrapeSlow')),
      },
      {
        heading: 'Samples',
        unit: 'short',
        expr: aggregate('max', BY, select(scrapeMetrics.samplesScraped, chosen)).text,
      },
    ],
    sortBy: 'State',
    isAscending: true,
  });
}

/** What is scraped, and how that goes. */
export function buildTargetsSection(context: BoardContext): readonly UnplacedPanel[] {
  return [
    buildRow('Targets'),
    buildTargetTable(context),
    buildTimeseries({
      ...SIZE,
      title: 'Targets by job',
      description: 'Targets of each job, up or down. TargetMissing fires for a job that has none any more.',
      unit: 'short',
      decimals: 0,
      queries: [query(aggregate('count', ['job'], select(scrapeMetrics.up, chosen)), '{{job}}')],
    }),
    buildAlertGraph(context, 'ScrapeSlow', {
      ...SIZE,
      title: 'Duration of scrapes',
      description: 'Time that the last scrape of each target took.',
      unit: 's',
      queries: [query(select(scrapeMetrics.scrapeDuration, chosen), '{{job}} {{instance}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Samples by scrape',
      metric: scrapeMetrics.samplesScraped,
      queries: [query(select(scrapeMetrics.samplesScraped, chosen), '{{job}} {{instance}}')],
    }),
  ];
}
