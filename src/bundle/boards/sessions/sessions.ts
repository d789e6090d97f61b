import type { Catalogue } from '../../../catalogue/index.ts';
import { buildHeatmap, buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { rate, selectHistogram, sumBy } from '../../promql/index.ts';
import type { BoardContext } from '../board.ts';
import { percentile } from '../percentile.ts';
import { query } from '../query.ts';
import { application, RANGE } from '../scope.ts';
import { endedPerHour, openSessions, openSessionsBefore, startedPerHour } from './signals.ts';

const SIZE = { width: 6, height: 8, min: 0, noValue: 'No sessions' };

function buildOpenSessions(catalogue: Catalogue): UnplacedPanel {
  return buildTimeseries({
    ...SIZE,
    title: 'Open sessions over time',
    metric: catalogue.session.active,
    description:
      'Sessions that are open, and those that were open an hour earlier: where the first falls far below the second, people were thrown out.',
    queries: [
      query(openSessions(catalogue), 'Open'),
      query(openSessionsBefore(catalogue), 'An hour earlier'),
    ],
  });
}

function buildFlow(catalogue: Catalogue): UnplacedPanel {
  return buildTimeseries({
    ...SIZE,
    title: 'Started and ended per hour',
    description: 'Sessions that were started, and that ended or expired, per hour.',
    unit: 'short',
    queries: [query(startedPerHour(catalogue), 'Started'), query(endedPerHour(catalogue), 'Ended')],
  });
}

function buildDuration({ session }: Catalogue): UnplacedPanel {
  const lasting = (fraction: number) => percentile(fraction, session.duration, [], application);
  return buildTimeseries({
    ...SIZE,
    title: 'Duration of sessions',
    description:
      'How long the sessions lasted that ended: a 10th percentile of seconds says that people leave at once.',
    unit: 's',
    noValue: 'None ended',
    queries: [
      query(lasting(0.9), '90th percentile'),
      query(lasting(0.5), 'Median'),
      query(lasting(0.1), '10th percentile'),
    ],
  });
}

function buildDistribution({ session: { duration } }: Catalogue): UnplacedPanel {
  return buildHeatmap({
    width: 6,
    height: 8,
    title: 'Sessions by duration',
    description: 'How many of the sessions that ended per second lasted how long.',
    boundUnit: 's',
    countUnit: 'short',
    noValue: 'None ended',
    query: { expr: sumBy(['le'], rate(selectHistogram(duration, 'bucket', application), RANGE)).text },
  });
}

/** How many sessions there are, and how long they last. */
export function buildSessionsSection({ catalogue }: BoardContext): readonly UnplacedPanel[] {
  return [
    buildRow('Sessions'),
    buildOpenSessions(catalogue),
    buildFlow(catalogue),
    buildDuration(catalogue),
    buildDistribution(catalogue),
  ];
}
