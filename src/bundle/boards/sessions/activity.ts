import type { Catalogue } from '../../../catalogue/index.ts';
import { buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { rate, selectCounter, sumBy } from '../../promql/index.ts';
import { linkTo } from '../links.ts';
import { query } from '../query.ts';
import { application, RANGE } from '../scope.ts';
import { operationRate, perSessionMinute } from './signals.ts';

const SIZE = { width: 12, height: 8, min: 0, noValue: 'No sessions' };

/** What people do in their sessions. */
export function buildActivitySection(catalogue: Catalogue): readonly UnplacedPanel[] {
  const { ai, http } = catalogue;
  const requests = sumBy([], rate(selectCounter(http.requests, application), RANGE));
  const calls = sumBy([], rate(selectCounter(ai.calls, application), RANGE));
  const tokens = sumBy([], rate(selectCounter(ai.tokens, application), RANGE));
  return [
    buildRow('What they do'),
    buildTimeseries({
      ...SIZE,
      title: 'Activity per open session and minute',
      description:
        'What a session causes within a minute: requests, calls to models, operations on files and versions.',
      unit: 'short',
      legend: 'right',
      links: [linkTo('development', 'Files, versions and code')],
      queries: [
        query(perSessionMinute(catalogue, requests), 'Requests'),
        query(perSessionMinute(catalogue, calls), 'Calls to models'),
        query(perSessionMinute(catalogue, operationRate(catalogue)), 'Operations'),
      ],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Tokens per open session and minute',
      description: 'Tokens of all types that a session uses within a minute.',
      unit: 'short',
      links: [linkTo('cost', 'What they cost')],
      queries: [query(perSessionMinute(catalogue, tokens), 'Tokens')],
    }),
  ];
}
