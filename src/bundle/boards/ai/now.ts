import { buildRow, buildStat, type UnplacedPanel } from '../../../dashboards/index.ts';
import { select, sumBy } from '../../promql/index.ts';
import type { BoardContext } from '../board.ts';
import { chosenModels } from '../models.ts';
import { percentile } from '../percentile.ts';
import { query } from '../query.ts';
import { application } from '../scope.ts';
import { buildSteps, NEUTRAL } from '../steps.ts';
import { callRate, failureShare } from './signals.ts';

const SIZE = { width: 4, height: 4 };

function buildCallStats({ catalogue, threshold }: BoardContext): readonly UnplacedPanel[] {
  return [
    buildStat({
      ...SIZE,
      title: 'Calls',
      metric: catalogue.ai.calls,
      perSecond: true,
      decimals: 2,
      description: 'Calls to models that ended, per second, in whichever way.',
      noValue: 'No calls',
      thresholds: NEUTRAL,
      queries: [query(callRate(catalogue, []), 'Calls')],
    }),
    buildStat({
      ...SIZE,
      title: 'Failing calls',
      description:
        'Calls that failed over all calls; abandoned calls are no failures. Red from the threshold of AIErrorRateHigh on.',
      unit: 'percentunit',
      decimals: 1,
      noValue: 'No calls',
      thresholds: buildSteps(threshold('AIErrorRateHigh')),
      queries: [query(failureShare(catalogue, []), 'Failing')],
    }),
  ];
}

function buildTimeStats({ catalogue: { ai }, threshold }: BoardContext): readonly UnplacedPanel[] {
  return [
    buildStat({
      ...SIZE,
      title: 'Time to first token',
      description:
        '95th percentile of the time from sending a streamed call to the first token of its answer. Red from the threshold of AIFirstTokenSlow on.',
      unit: 's',
      noValue: 'No streams',
      thresholds: buildSteps(threshold('AIFirstTokenSlow')),
      queries: [query(percentile(0.95, ai.timeToFirstToken, [], chosenModels), 'First token')],
    }),
    buildStat({
      ...SIZE,
      title: 'Answer time',
      description:
        '95th percentile of the time to the end of an answer that is not streamed. Red from the threshold of AIResponseSlow on.',
      unit: 's',
      noValue: 'Only streams',
      thresholds: buildSteps(threshold('AIResponseSlow')),
      queries: [query(percentile(0.95, ai.duration, [], { ...chosenModels, stream: 'false' }), 'Answer')],
    }),
  ];
}

/** The line on top: do models answer, and in time. */
export function buildNowSection(context: BoardContext): readonly UnplacedPanel[] {
  const { ai, queue } = context.catalogue;
  return [
    buildRow('Now'),
    ...buildCallStats(context),
    ...buildTimeStats(context),
    buildStat({
      ...SIZE,
      title: 'Being answered',
      metric: ai.inFlight,
      noValue: 'No calls',
      thresholds: NEUTRAL,
      queries: [query(sumBy([], select(ai.inFlight, chosenModels)), 'Calls')],
    }),
    buildStat({
      ...SIZE,
      title: 'Waiting',
      metric: queue.length,
      description: 'Requests that wait in all queues. Red from the threshold of QueueTooLong on.',
      noValue: 'No queues',
      thresholds: buildSteps(context.threshold('QueueTooLong')),
      queries: [query(sumBy([], select(queue.length, application)), 'Waiting')],
    }),
  ];
}
