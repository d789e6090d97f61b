import { buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import type { BoardContext } from '../board.ts';
import { linkTo } from '../links.ts';
import { query } from '../query.ts';
import { buildLine } from '../steps.ts';
import { hourlySpend } from './signals.ts';

const SIZE = { width: 8, height: 8, min: 0, unit: 'currencyUSD', noValue: 'No cost known' };

/** Where the money goes. */
export function buildSpendSection({ catalogue, threshold }: BoardContext): readonly UnplacedPanel[] {
  return [
    buildRow('Where it goes'),
    buildTimeseries({
      ...SIZE,
      title: 'Spend per hour by model',
      description: 'US dollars per hour at the pace of each moment.',
      stacked: true,
      links: [linkTo('ai', 'The calls to models')],
      queries: [query(hourlySpend(catalogue, ['provider', 'model']), '{{provider}} {{model}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Spend per hour by application',
      description:
        'US dollars per hour at the pace of each moment, by job. The line is the threshold of AISpendRateHigh.',
      thresholds: buildLine(threshold('AISpendRateHigh')),
      queries: [query(hourlySpend(catalogue, ['job']), '{{job}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Reported and estimated spend per hour',
      description:
        'US dollars per hour that providers reported themselves, and those that are estimated from a list of prices.',
      stacked: true,
      queries: [query(hourlySpend(catalogue, ['source']), '{{source}}')],
    }),
  ];
}
