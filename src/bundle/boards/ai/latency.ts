import type { Catalogue } from '../../../catalogue/index.ts';
import { buildHeatmap, buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { rate, selectHistogram, sumBy } from '../../promql/index.ts';
import type { BoardContext } from '../board.ts';
import { chosenModels } from '../models.ts';
import { percentile } from '../percentile.ts';
import { latencyQuery, query } from '../query.ts';
import { RANGE } from '../scope.ts';
import { buildLine } from '../steps.ts';
import { BY_MODEL, MODEL_LEGEND } from './signals.ts';

const SIZE = { width: 6, height: 8, min: 0 };

function buildFirstToken({ catalogue: { ai }, threshold }: BoardContext): UnplacedPanel {
  return buildTimeseries({
    ...SIZE,
    title: 'Time to first token by model',
    description:
      '95th percentile of the time from sending a streamed call to the first token of its answer. The line is the threshold of AIFirstTokenSlow.',
    unit: 's',
    noValue: 'No streams',
    thresholds: buildLine(threshold('AIFirstTokenSlow')),
    queries: [latencyQuery(percentile(0.95, ai.timeToFirstToken, BY_MODEL, chosenModels), MODEL_LEGEND)],
  });
}

function buildAnswerTime({ ai }: Catalogue): UnplacedPanel {
  const notStreamed = { ...chosenModels, stream: 'false' } as const;
  return buildTimeseries({
    ...SIZE,
    title: 'Answer time by model',
    description:
      '95th percentile of the time to the end of an answer that is not streamed; AIResponseSlow is about it.',
    unit: 's',
    noValue: 'Only streams',
    queries: [latencyQuery(percentile(0.95, ai.duration, BY_MODEL, notStreamed), MODEL_LEGEND)],
  });
}

function buildDistribution({ ai }: Catalogue): UnplacedPanel {
  return buildHeatmap({
    width: 6,
    height: 8,
    title: 'Time to the end of an answer',
    description: 'How many answers per second, streamed or not, took how long.',
    boundUnit: 's',
    countUnit: 'cps',
    noValue: 'No calls',
    query: latencyQuery(sumBy(['le'], rate(selectHistogram(ai.duration, 'bucket', chosenModels), RANGE)), ''),
  });
}

function buildTokenRate({ ai }: Catalogue): UnplacedPanel {
  return buildTimeseries({
    ...SIZE,
    title: 'Output tokens per second',
    metric: ai.outputTokenRate,
    description: 'How fast a streamed answer comes once it has begun: its median, by model.',
    noValue: 'No streams',
    queries: [query(percentile(0.5, ai.outputTokenRate, BY_MODEL, chosenModels), MODEL_LEGEND)],
  });
}

/** How long people and programs wait. */
export function buildLatencySection(context: BoardContext): readonly UnplacedPanel[] {
  return [
    buildRow('Time'),
    buildFirstToken(context),
    buildAnswerTime(context.catalogue),
    buildDistribution(context.catalogue),
    buildTokenRate(context.catalogue),
  ];
}
