import { aiAlerts } from './ai.ts';
import { aiwatchAlerts } from './aiwatch.ts';
import { alertmanagerAlerts } from './alertmanager.ts';
import { containerAlerts } from './containers.ts';
import type { AlertDef } from './definition.ts';
import { deliveryAlerts } from './delivery.ts';
import { developmentAlerts } from './development.ts';
import { hostAlerts } from './host.ts';
import { httpAlerts } from './http.ts';
import { integrationAlerts } from './integrations.ts';
import { memoryAlerts } from './memory.ts';
import { nodejsAlerts } from './nodejs.ts';
import { postgresqlAlerts } from './postgresql.ts';
import { prometheusAlerts } from './prometheus.ts';
import { queueAlerts } from './queue.ts';
import { redisAlerts } from './redis.ts';
import { sessionAlerts } from './sessions.ts';
import { sloAlerts } from './slo.ts';
import { spendAlerts } from './spend.ts';
import { targetAlerts } from './targets.ts';

export type { AlertDef, AlertUnit, BoardName, Severity, Team } from './definition.ts';
export { SEVERITIES, TEAMS } from './definition.ts';
export { BUDGET_LOW, BURN_ALERTS, type BurnAlert } from './slo.ts';

/** Every alert of aiwatch. */
export const alerts = {
  ...httpAlerts,
  ...memoryAlerts,
  ...aiAlerts,
  ...spendAlerts,
  ...queueAlerts,
  ...sessionAlerts,
  ...developmentAlerts,
  ...nodejsAlerts,
  ...redisAlerts,
  ...postgresqlAlerts,
  ...hostAlerts,
  ...containerAlerts,
  ...deliveryAlerts,
  ...integrationAlerts,
  ...sloAlerts,
  ...targetAlerts,
  ...aiwatchAlerts,
  ...prometheusAlerts,
  ...alertmanagerAlerts,
} as const;

/** The name of an alert, e.g. `HighErrorRate`. */
export type AlertName = (typeof alerts)[keyof typeof alerts]['name'];

/** All alerts as one list. */
export const ALERTS: readonly AlertDef<AlertName>[] = Object.values(alerts);
