import { buildTimeseries, type TimeseriesOptions, type UnplacedPanel } from '../../dashboards/index.ts';
import { select, sumBy } from '../promql/index.ts';
import type { BoardContext } from './board.ts';
import { query } from './query.ts';
import { application } from './scope.ts';
import { buildLine } from './steps.ts';

/** What waits in the application's queues; for several boards. */
export function buildQueuePanel(
  { catalogue: { queue }, threshold }: BoardContext,
  options: Pick<TimeseriesOptions, 'width' | 'height' | 'links'>,
): UnplacedPanel {
  return buildTimeseries({
    ...options,
    title: 'Queues',
    description:
      'Requests that wait for their turn, and those that are worked on. The line is the threshold of QueueTooLong.',
    unit: 'short',
    min: 0,
    noValue: 'No queues',
    thresholds: buildLine(threshold('QueueTooLong')),
    queries: [
      query(sumBy(['queue'], select(queue.length, application)), '{{queue}} waiting'),
      query(sumBy(['queue'], select(queue.active, application)), '{{queue}} active'),
    ],
  });
}
