import {
  buildRow,
  buildStat,
  type StatOptions,
  type ThresholdStep,
  type UnplacedPanel,
} from '../../../dashboards/index.ts';
import { ratio } from '../../promql/index.ts';
import type { BoardContext } from '../board.ts';
import { percentile } from '../percentile.ts';
import { query } from '../query.ts';
import { application } from '../scope.ts';
import { buildSteps, NEUTRAL } from '../steps.ts';
import {
  abortedShare,
  httpErrorsPerSession,
  openSessions,
  openSessionsBefore,
  startedPerHour,
} from './signals.ts';

const SIZE = { width: 4, height: 4 };

/** Red below what `SessionsDropped` alerts about. */
function buildDropSteps(threshold: number): readonly ThresholdStep[] {
  return [
    { value: null, color: 'red' },
    { value: threshold, color: 'green' },
  ];
}

function buildSessionStats({ catalogue, threshold }: BoardContext): readonly StatOptions[] {
  const open = openSessions(catalogue);
  return [
    {
      ...SIZE,
      title: 'Open sessions',
      metric: catalogue.session.active,
      description:
        'Sessions that are open now. Red from the threshold of SessionsHigh on, which holds for each job.',
      noValue: 'No sessions',
      thresholds: buildSteps(threshold('SessionsHigh')),
      queries: [query(open, 'Open')],
    },
    {
      ...SIZE,
      title: 'Of an hour ago',
      description:
        'Open sessions over those that were open an hour ago. Red below the threshold of SessionsDropped, which holds for each job.',
      unit: 'percentunit',
      decimals: 0,
      noValue: 'Needs an hour',
      thresholds: buildDropSteps(threshold('SessionsDropped')),
      queries: [query(ratio(open, openSessionsBefore(catalogue)), 'Of an hour ago')],
    },
    {
      ...SIZE,
      title: 'Started per hour',
      metric: catalogue.session.total,
      description: 'Sessions that are started, per hour, at the pace of this moment.',
      decimals: 0,
      noValue: 'No sessions',
      thresholds: NEUTRAL,
      queries: [query(startedPerHour(catalogue), 'Started')],
    },
  ];
}

function buildExperienceStats({ catalogue, threshold }: BoardContext): readonly StatOptions[] {
  return [
    {
      ...SIZE,
      title: 'Time to first token',
      description:
        '95th percentile of the time until a streamed answer begins. Red from the threshold of AIFirstTokenSlow on.',
      unit: 's',
      noValue: 'No streams',
      thresholds: buildSteps(threshold('AIFirstTokenSlow')),
      queries: [query(percentile(0.95, catalogue.ai.timeToFirstToken, [], application), 'First token')],
    },
    {
      ...SIZE,
      title: 'Streams given up',
      description: 'Streamed responses that the client aborted, over all of them.',
      unit: 'percentunit',
      decimals: 1,
      noValue: 'No streams',
      thresholds: NEUTRAL,
      queries: [query(abortedShare(catalogue), 'Given up')],
    },
    {
      ...SIZE,
      title: 'Errors per session-hour',
      description: 'Responses with a 5xx status per open session and hour.',
      unit: 'short',
      decimals: 1,
      noValue: 'No sessions',
      thresholds: NEUTRAL,
      queries: [query(httpErrorsPerSession(catalogue), 'Errors')],
    },
  ];
}

/** The line on top: are people there, and are they well. */
export function buildNowSection(context: BoardContext): readonly UnplacedPanel[] {
  return [
    buildRow('Now'),
    ...[...buildSessionStats(context), ...buildExperienceStats(context)].map(stat => buildStat(stat)),
  ];
}
