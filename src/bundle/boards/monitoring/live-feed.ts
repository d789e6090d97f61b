import { buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { increase, rate, select, selectCounter, sumBy } from '../../promql/index.ts';
import type { BoardContext } from '../board.ts';
import { query } from '../query.ts';
import { chosen, RANGE } from '../scope.ts';

const SIZE = { width: 6, height: 8, min: 0 };

/** Who follows the live feed of the aiwatch server, and what it brings them. */
export function buildLiveFeedSection({ catalogue: { live } }: BoardContext): readonly UnplacedPanel[] {
  return [
    buildRow('Live feed'),
    buildTimeseries({
      ...SIZE,
      title: 'Subscribers',
      metric: live.subscribers,
      noValue: 'Nobody watches',
      queries: [query(sumBy(['transport'], select(live.subscribers, chosen)), '{{transport}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Deliveries',
      description: 'Events and frames per second that were written to subscribers, each for itself.',
      unit: 'ops',
      noValue: 'Nobody watches',
      queries: [
        query(sumBy(['transport'], rate(selectCounter(live.delivered, chosen), RANGE)), '{{transport}}'),
      ],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Missed by slow subscribers',
      metric: live.dropped,
      noValue: 'None',
      queries: [
        query(sumBy(['transport'], increase(selectCounter(live.dropped, chosen), RANGE)), '{{transport}}'),
      ],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Connections shed',
      metric: live.shed,
      noValue: 'None',
      queries: [query(sumBy(['reason'], increase(selectCounter(live.shed, chosen), RANGE)), '{{reason}}')],
    }),
  ];
}
