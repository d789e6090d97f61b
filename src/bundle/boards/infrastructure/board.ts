import { buildLabelVariable, type Variable } from '../../../dashboards/index.ts';
import { nodeMetrics, ON_DISK, postgresqlMetrics } from '../../external-metrics/index.ts';
import { select } from '../../promql/index.ts';
import type { BoardDef } from '../board.ts';
import { ALL_TARGETS, chosen } from '../scope.ts';
import { buildContainersSection } from './containers.ts';
import { buildDisksSection } from './disks.ts';
import { buildHostSection } from './host.ts';
import { buildNodejsSection } from './nodejs.ts';
import { buildNowSection } from './now.ts';
import { buildPostgresqlSection } from './postgresql.ts';
import { buildPostgresqlLoadSection } from './postgresql-load.ts';
import { buildProcessSection } from './process.ts';
import { buildRedisSection } from './redis.ts';
import { buildRedisLimitsSection } from './redis-limits.ts';

function buildVariables(): readonly Variable[] {
  const databases = select(postgresqlMetrics.connections, chosen);
  const filesystems = select(nodeMetrics.filesystemSize, { ...chosen, ...ON_DISK });
  return [
    buildLabelVariable('database', 'Database', `label_values(${databases.text}, datname)`),
    buildLabelVariable('mountpoint', 'Mount point', `label_values(${filesystems.text}, mountpoint)`),
  ];
}

/** What the application stands on. */
export const infrastructureBoard: BoardDef = {
  name: 'infrastructure',
  title: 'Infrastructure',
  purpose: 'Whether what the application stands on has room: Node.js, Redis, PostgreSQL, hosts, containers.',
  targets: ALL_TARGETS,
  variables: buildVariables,
  panels: context => [
    ...buildNowSection(context),
    ...buildNodejsSection(context),
    ...buildProcessSection(context),
    ...buildRedisSection(),
    ...buildRedisLimitsSection(context),
    ...buildPostgresqlSection(context),
    ...buildPostgresqlLoadSection(context),
    ...buildHostSection(context),
    ...buildDisksSection(context),
    ...buildContainersSection(context),
  ],
};
