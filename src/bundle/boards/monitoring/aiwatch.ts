import { buildRow, buildTable, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import {
  above,
  aggregate,
  average,
  increase,
  orZeroOf,
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

const SIZE = { width: 8, height: 8, min: 0, noValue: 'No aiwatch' };

function buildScrapes(context: BoardContext): readonly UnplacedPanel[] {
  const { self } = context.catalogue;
  return [
    buildTimeseries({
      ...SIZE,
      title: 'Scrapes answered',
      metric: self.scrapes,
      description: 'Scrapes per second that aiwatch answered, by format.',
      unit: 'ops',
      queries: [query(sumBy(['format'], rate(selectCounter(self.scrapes, chosen), RANGE)), '{{format}}')],
    }),
    buildAlertGraph(context, 'AiwatchScrapeSlow', {
      ...SIZE,
      title: 'Time to answer scrapes',
      description: 'Average time from the start of a scrape to the last byte of its exposition.',
      unit: 's',
      queries: [query(average(self.scrapeDuration, ['instance'], RANGE, chosen), '{{instance}}')],
    }),
  ];
}

function buildCollectors({ catalogue: { self } }: BoardContext): UnplacedPanel {
  const by = ['instance', 'collector'] as const;
  return buildTable({
    width: 24,
    height: 9,
    title: 'Collectors',
    description:
      'Whether each collector delivered at the last scrape, and the time that it took. AiwatchCollectorFailing fires where one did not.',
    unit: 'none',
    noValue: '–',
    labels: { instance: 'Instance', collector: 'Collector' },
    columns: [
      {
        heading: 'Delivered',
        unit: 'none',
        expr: aggregate('min', by, select(self.collectorSuccess, chosen)).text,
        mappings: buildYesNo('Yes', 'No'),
      },
      {
        heading: 'Took',
        unit: 's',
        expr: aggregate('max', by, select(self.collectorDuration, chosen)).text,
      },
    ],
    sortBy: 'Delivered',
    isAscending: true,
  });
}

/** Faults are counted from the first one on; until then each instance of aiwatch has 0. */
function buildFaults({ catalogue: { self } }: BoardContext): readonly UnplacedPanel[] {
  const instances = aggregate('max', ['instance'], select(self.buildInfo, chosen));
  const refused = increase(selectCounter(self.seriesRefused, chosen), RANGE);
  const failed = increase(selectCounter(self.hookErrors, chosen), RANGE);
  return [
    buildTimeseries({
      ...SIZE,
      title: 'Series refused',
      metric: self.seriesRefused,
      description:
        'Lookups of label sets that led to the overflow series, in all and by metric. AiwatchSeriesCapReached fires with the first one.',
      queries: [
        query(orZeroOf(sumBy(['instance'], refused), instances), '{{instance}} all'),
        query(sumBy(['instance', 'metric'], refused), '{{instance}} {{metric}}'),
      ],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Failures of hooks',
      metric: self.hookErrors,
      description: 'Failures inside hooks, in all and by hook. AiwatchHookFailing fires with the first one.',
      queries: [
        query(orZeroOf(sumBy(['instance'], failed), instances), '{{instance}} all'),
        query(sumBy(['instance', 'hook'], failed), '{{instance}} {{hook}}'),
      ],
    }),
  ];
}

/** aiwatch itself, in applications and as a server. */
export function buildAiwatchSection(context: BoardContext): readonly UnplacedPanel[] {
  const { server } = context.catalogue;
  const received = rate(selectCounter(server.alertsReceived, chosen), RANGE);
  return [
    buildRow('aiwatch'),
    ...buildScrapes(context),
    ...buildFaults(context),
    buildTimeseries({
      ...SIZE,
      title: 'Alerts received by aiwatch',
      metric: server.alertsReceived,
      unit: 'ops',
      queries: [query(sumBy(['status'], received), '{{status}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Age of the heartbeat',
      metric: server.watchdogTimestamp,
      description: 'Time since the watchdog last came the whole way to each aiwatch server.',
      unit: 's',
      noValue: 'Never',
      queries: [query(secondsSince(above(select(server.watchdogTimestamp, chosen), 0)), '{{instance}}')],
    }),
    buildCollectors(context),
  ];
}
