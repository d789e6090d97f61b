import { buildRow, buildStat, type UnplacedPanel } from '../../../dashboards/index.ts';
import { aggregate, type Expr, orZeroOf, ratio, select, sumBy } from '../../promql/index.ts';
import type { BoardContext } from '../board.ts';
import { query } from '../query.ts';
import { buildSteps, NEUTRAL } from '../steps.ts';
import { countEvents } from './events.ts';
import { chosenEnvironment, chosenProject } from './scope.ts';

const SIZE = { width: 6, height: 4, sparkline: false };
/** What the numbers on top look back on, whatever the time range: deployments are few. */
const DAYS = 7;
const PERIOD = `of the last ${DAYS} days`;

function buildReleaseStats({ catalogue: { delivery } }: BoardContext): readonly UnplacedPanel[] {
  const count = (matchers: Parameters<typeof select<typeof delivery.deploymentTime>>[1]): Expr<never> =>
    sumBy([], countEvents(select(delivery.deploymentTime, matchers), DAYS));
  const all = count(chosenEnvironment);
  const succeeded = orZeroOf(count({ ...chosenEnvironment, status: 'success' }), all);
  const rollbacks = sumBy([], countEvents(select(delivery.rollbackTime, chosenEnvironment), DAYS));
  return [
    buildStat({
      ...SIZE,
      title: 'Deployments',
      description: `Deployments ${PERIOD}, successful or not.`,
      unit: 'short',
      decimals: 0,
      noValue: 'No deployments',
      thresholds: NEUTRAL,
      queries: [query(all, 'Deployments')],
    }),
    buildStat({
      ...SIZE,
      title: 'Success rate',
      description: `Deployments that succeeded over all deployments ${PERIOD}.`,
      unit: 'percentunit',
      decimals: 0,
      noValue: 'No deployments',
      thresholds: [
        { value: null, color: 'red' },
        { value: 0.9, color: 'orange' },
        { value: 1, color: 'green' },
      ],
      queries: [query(ratio(succeeded, all), 'Succeeded')],
    }),
    buildStat({
      ...SIZE,
      title: 'Rollbacks',
      description: `Rollbacks ${PERIOD}.`,
      unit: 'short',
      decimals: 0,
      noValue: 'None',
      thresholds: buildSteps(2),
      queries: [query(rollbacks, 'Rollbacks')],
    }),
  ];
}

/** The line on top: how delivery goes. */
export function buildNowSection(context: BoardContext): readonly UnplacedPanel[] {
  const failed = select(context.catalogue.delivery.tests, { ...chosenProject, result: 'failed' });
  return [
    buildRow('Now'),
    ...buildReleaseStats(context),
    buildStat({
      ...SIZE,
      title: 'Failed tests',
      metric: context.catalogue.delivery.tests,
      description: 'Tests that failed in the latest runs of all suites. Red as soon as TestsFailing fires.',
      noValue: 'No test runs',
      thresholds: [
        { value: null, color: 'green' },
        { value: context.threshold('TestsFailing') + 1, color: 'red' },
      ],
      queries: [query(aggregate('sum', [], failed), 'Failed')],
    }),
  ];
}
