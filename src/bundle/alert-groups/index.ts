import { buildAiAlerts } from './ai.ts';
import { buildAiwatchAlerts } from './aiwatch.ts';
import type { AlertContext, AlertGroup } from './alert-group.ts';
import { buildAlertmanagerAlerts } from './alertmanager.ts';
import { buildContainerAlerts } from './containers.ts';
import { buildDeliveryAlerts } from './delivery.ts';
import { buildDevelopmentAlerts } from './development.ts';
import { buildHostAlerts } from './host.ts';
import { buildHttpAlerts } from './http.ts';
import { buildIntegrationAlerts } from './integrations.ts';
import { buildMemoryAlerts } from './memory.ts';
import { buildNodejsAlerts } from './nodejs.ts';
import { buildPostgresqlAlerts } from './postgresql.ts';
import { buildPrometheusAlerts } from './prometheus.ts';
import { buildQueueAlerts } from './queue.ts';
import { buildRedisAlerts } from './redis.ts';
import { buildSessionAlerts } from './sessions.ts';
import { buildSloAlerts } from './slo.ts';
import { buildSpendAlerts } from './spend.ts';
import { buildTargetAlerts } from './targets.ts';

export type { AlertCondition, AlertContext, AlertGroup } from './alert-group.ts';

/** Every group of alerts. */
export function buildAlertGroups(context: AlertContext): readonly AlertGroup[] {
  return [
    buildHttpAlerts,
    buildMemoryAlerts,
    buildAiAlerts,
    buildSpendAlerts,
    buildQueueAlerts,
    buildSessionAlerts,
    buildDevelopmentAlerts,
    buildNodejsAlerts,
    buildRedisAlerts,
    buildPostgresqlAlerts,
    buildHostAlerts,
    buildContainerAlerts,
    buildDeliveryAlerts,
    buildIntegrationAlerts,
    buildSloAlerts,
    buildTargetAlerts,
    buildAiwatchAlerts,
    buildPrometheusAlerts,
    buildAlertmanagerAlerts,
  ].map(build => build(context));
}
