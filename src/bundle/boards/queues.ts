import type { TimeseriesOptions, UnplacedPanel } from '../../dashboards/index.ts';
import { select, sumBy } from '../promql/index.ts';
import { buildAlertGraph } from './alert-panels.ts';
import type { BoardContext } from './board.ts';
import { query } from './query.ts';
import { application } from './scope.ts';

/** What waits in the application's queues; for several boards. */
export function buildQueuePanel(
  context: BoardContext,
  options: Pick<TimeseriesOptions, 'width' | 'height' | 'links'>,
): UnplacedPanel {
  const { queue } = context.catalogue;
  return buildAlertGraph(context, 'QueueTooLong', {
    ...options,
    title: 'Queues',
    description: 'Requests that wait for their turn, and those that are worked on.',
    unit: 'short',
    noValue: 'No queues',
    queries: [
      query(sumBy(['queue'], select(queue.length, application)), '{{queue}} waiting'),
      query(sumBy(['queue'], select(queue.active, application)), '{{queue}} active'),
    ],
  });
}
