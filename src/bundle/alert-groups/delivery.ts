import { alerts } from '../../catalogue/index.ts';
import {
  above,
  aggregate,
  and,
  below,
  overTime,
  ratio,
  secondsSince,
  select,
  unless,
} from '../promql/index.ts';
import type { AlertContext, AlertGroup } from './alert-group.ts';

/** Runs that are shorter than this may take half as long again without anybody having to look. */
const SHORT_RUN_SECONDS = 60;

/** Deployments, rollbacks and test runs. */
export function buildDeliveryAlerts({ catalogue: { delivery } }: AlertContext): AlertGroup {
  const runDuration = select(delivery.testDuration);
  const deployed = aggregate(
    'max',
    ['job', 'instance', 'project', 'environment'],
    select(delivery.deploymentTime),
  );
  // A rollback ends what a failed deployment began.
  const rolledBackSince = above(select(delivery.rollbackTime), deployed);
  return {
    name: 'aiwatch-delivery',
    alerts: [
      {
        alert: alerts.deploymentFailed,
        condition: threshold => unless(below(select(delivery.deploymentSuccess), threshold), rolledBackSince),
      },
      {
        alert: alerts.deploymentRolledBack,
        condition: threshold => below(secondsSince(select(delivery.rollbackTime)), threshold),
      },
      {
        alert: alerts.testsFailing,
        condition: threshold => above(select(delivery.tests, { result: 'failed' }), threshold),
      },
      {
        alert: alerts.testsSlow,
        condition: threshold =>
          and(
            above(ratio(runDuration, overTime('avg', runDuration, '7d')), threshold),
            above(runDuration, SHORT_RUN_SECONDS),
          ),
      },
      {
        alert: alerts.testsMissing,
        condition: threshold => above(secondsSince(select(delivery.testTime)), threshold),
      },
    ],
  };
}
