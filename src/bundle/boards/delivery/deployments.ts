import type { Catalogue } from '../../../catalogue/index.ts';
import { buildRow, buildTable, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { aggregate, secondsSince, select, sumBy } from '../../promql/index.ts';
import { query } from '../query.ts';
import { countEvents } from './events.ts';
import { chosenEnvironment } from './scope.ts';

const SIZE = { width: 8, height: 8, min: 0 };

function buildCounts({ delivery }: Catalogue): readonly UnplacedPanel[] {
  const perDay = countEvents(select(delivery.deploymentTime, chosenEnvironment), 1);
  const rollbacksPerDay = countEvents(select(delivery.rollbackTime, chosenEnvironment), 1);
  return [
    buildTimeseries({
      ...SIZE,
      title: 'Deployments per day',
      description: 'Deployments of the last 24 hours at each moment, by how they ended.',
      unit: 'short',
      noValue: 'No deployments',
      queries: [
        query(sumBy(['project', 'environment', 'status'], perDay), '{{project}} {{environment}} {{status}}'),
      ],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Rollbacks per day',
      description: 'Rollbacks of the last 24 hours at each moment.',
      unit: 'short',
      noValue: 'No rollbacks',
      queries: [query(sumBy(['project', 'environment'], rollbacksPerDay), '{{project}} {{environment}}')],
    }),
  ];
}

/** What was deployed, how often, and what runs now. */
export function buildDeploymentsSection(catalogue: Catalogue): readonly UnplacedPanel[] {
  const { delivery } = catalogue;
  const by = ['project', 'environment'] as const;
  const age = secondsSince(
    aggregate('max', [...by, 'version'], select(delivery.versionTime, chosenEnvironment)),
  );
  const duration = aggregate('max', by, select(delivery.deploymentDuration, chosenEnvironment));
  return [
    buildRow('Deployments'),
    ...buildCounts(catalogue),
    buildTimeseries({
      ...SIZE,
      title: 'Duration of deployments',
      metric: delivery.deploymentDuration,
      noValue: 'No durations reported',
      queries: [query(duration, '{{project}} {{environment}}')],
    }),
    buildTable({
      width: 24,
      height: 8,
      title: 'Versions',
      description: 'What runs in each environment, and how long ago it was deployed or gone back to.',
      unit: 's',
      noValue: 'No deployments',
      labels: { project: 'Project', environment: 'Environment', version: 'Version' },
      columns: [{ heading: 'Age', unit: 's', expr: age.text }],
      sortBy: 'Age',
    }),
  ];
}
