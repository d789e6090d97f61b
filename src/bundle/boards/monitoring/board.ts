import type { BoardDef } from '../board.ts';
import { ALL_TARGETS } from '../scope.ts';
import { buildAiwatchSection } from './aiwatch.ts';
import { buildAlertmanagerSection } from './alertmanager.ts';
import { buildEventsSection } from './events.ts';
import { buildLiveFeedSection } from './live-feed.ts';
import { buildNotificationsSection } from './notifications.ts';
import { buildNowSection } from './now.ts';
import { buildPrometheusSection } from './prometheus.ts';
import { buildRulesSection } from './rules.ts';
import { buildSpoolSection } from './spool.ts';
import { buildStoreUpkeepSection } from './store-upkeep.ts';
import { buildTargetsSection } from './targets.ts';

/** Whether silence means that all is well. */
export const monitoringBoard: BoardDef = {
  name: 'monitoring',
  title: 'Monitoring',
  purpose:
    'Whether the monitoring itself works: targets, Prometheus, Alertmanager, aiwatch, its events and its live feed.',
  targets: ALL_TARGETS,
  panels: context => [
    ...buildNowSection(context),
    ...buildTargetsSection(context),
    ...buildPrometheusSection(context),
    ...buildRulesSection(),
    ...buildNotificationsSection(context),
    ...buildAlertmanagerSection(context),
    ...buildAiwatchSection(context),
    ...buildEventsSection(context),
    ...buildSpoolSection(context),
    ...buildStoreUpkeepSection(context),
    ...buildLiveFeedSection(context),
  ],
};
