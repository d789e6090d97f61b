import { buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { select, sumBy } from '../../promql/index.ts';
import type { BoardContext } from '../board.ts';
import { END_COLORS } from '../colors.ts';
import { linkTo } from '../links.ts';
import { chosenModels } from '../models.ts';
import { query } from '../query.ts';
import { buildQueuePanel } from '../queues.ts';
import { BY_MODEL, callRate, MODEL_LEGEND } from './signals.ts';

const SIZE = { width: 6, height: 8, min: 0 };

/** How many calls there are, of which models, and how they end. */
export function buildCallsSection(context: BoardContext): readonly UnplacedPanel[] {
  const { ai } = context.catalogue;
  return [
    buildRow('Calls'),
    buildTimeseries({
      ...SIZE,
      title: 'Calls by model',
      metric: ai.calls,
      perSecond: true,
      stacked: true,
      noValue: 'No calls',
      links: [linkTo('cost', 'What they cost')],
      queries: [query(callRate(context.catalogue, BY_MODEL), MODEL_LEGEND)],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Calls by how they ended',
      metric: ai.calls,
      description: 'Calls by how they ended; an abandoned one was given up by the caller half-way.',
      perSecond: true,
      stacked: true,
      noValue: 'No calls',
      overrides: END_COLORS,
      queries: [query(callRate(context.catalogue, ['status']), '{{status}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Calls in flight',
      metric: ai.inFlight,
      stacked: true,
      noValue: 'No calls',
      queries: [query(sumBy(BY_MODEL, select(ai.inFlight, chosenModels)), MODEL_LEGEND)],
    }),
    buildQueuePanel(context, SIZE),
  ];
}
