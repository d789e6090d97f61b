import { buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import type { BoardContext } from '../board.ts';
import { linkTo } from '../links.ts';
import { percentile } from '../percentile.ts';
import { latencyQuery, query } from '../query.ts';
import { application } from '../scope.ts';
import { buildLine } from '../steps.ts';
import { abandonedShare, abortedShare, aiErrorsPerSession, httpErrorsPerSession } from './signals.ts';

const SIZE = { width: 6, height: 8, min: 0 };

function buildWaitPanels({ catalogue, threshold }: BoardContext): readonly UnplacedPanel[] {
  const { ai, http } = catalogue;
  const firstToken = (fraction: number) => percentile(fraction, ai.timeToFirstToken, [], application);
  return [
    buildTimeseries({
      ...SIZE,
      title: 'Wait for the first token',
      description:
        'Time until a streamed answer of a model begins. The line is the threshold of AIFirstTokenSlow, for the 95th percentile.',
      unit: 's',
      noValue: 'No streams',
      thresholds: buildLine(threshold('AIFirstTokenSlow')),
      links: [linkTo('ai', 'Calls to models')],
      queries: [latencyQuery(firstToken(0.95), '95th percentile'), latencyQuery(firstToken(0.5), 'Median')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Wait for a response',
      description:
        '95th percentile of the time to the end of a response, or to the first byte of one that is streamed.',
      unit: 's',
      noValue: 'No traffic',
      links: [linkTo('http', 'Routes')],
      queries: [
        latencyQuery(percentile(0.95, http.duration, [], { ...application, stream: 'false' }), 'Response'),
        latencyQuery(
          percentile(0.95, http.timeToFirstByte, [], { ...application, stream: 'true' }),
          'First byte of a stream',
        ),
      ],
    }),
  ];
}

/** What users feel. */
export function buildExperienceSection(context: BoardContext): readonly UnplacedPanel[] {
  const { catalogue } = context;
  return [
    buildRow('What users feel'),
    ...buildWaitPanels(context),
    buildTimeseries({
      ...SIZE,
      title: 'Answers that were given up',
      description:
        'Streamed responses that the client aborted, and calls to models that were abandoned, each over all of them.',
      unit: 'percentunit',
      noValue: 'No streams',
      queries: [
        query(abortedShare(catalogue), 'Streams aborted'),
        query(abandonedShare(catalogue), 'Calls abandoned'),
      ],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Errors per open session and hour',
      description:
        'What the user of one session meets within an hour: responses with a 5xx status, and calls to models that failed.',
      unit: 'short',
      noValue: 'No sessions',
      queries: [
        query(httpErrorsPerSession(catalogue), 'Responses'),
        query(aiErrorsPerSession(catalogue), 'Calls to models'),
      ],
    }),
  ];
}
