import { buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { query } from '../query.ts';
import { budgetRemaining, eventRate, goodRatio, objective } from './signals.ts';

const SIZE = { width: 8, height: 8 };
const LEGEND = '{{job}} {{slo}}';
const NO_VALUE = 'No events';

/** How it came to be so; best read over days. */
export function buildHistorySection(): readonly UnplacedPanel[] {
  return [
    buildRow('Over time'),
    buildTimeseries({
      ...SIZE,
      title: 'Good events per hour',
      description: 'The share of events of the hour before that was good, and the share that has to be.',
      unit: 'percentunit',
      max: 1,
      noValue: NO_VALUE,
      queries: [query(goodRatio('1h'), `${LEGEND} good`), query(objective(), `${LEGEND} objective`)],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Error budget over time',
      description:
        'The share of the error budget that was left. It falls with errors, and rises when errors become older than 30 days.',
      unit: 'percentunit',
      max: 1,
      noValue: NO_VALUE,
      queries: [query(budgetRemaining(), LEGEND)],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Events',
      description: 'Events per second that the objectives are about. With too few, no alert fires.',
      unit: 'short',
      min: 0,
      noValue: NO_VALUE,
      queries: [query(eventRate('5m'), LEGEND)],
    }),
  ];
}
