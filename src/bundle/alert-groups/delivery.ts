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

const PER_ENVIRONMENT = ['job', 'instance', 'project', 'environment'] as const;

/** Deployments, rollbacks and test runs. */
export function buildDeliveryAlerts({ catalogue: { delivery } }: AlertContext): AlertGroup {
  const runDuration = select(delivery.testDuration);
  /** By these alone: series have further labels where targets or applications have some, e.g. in Kubernetes. */
  const latest = (time: typeof delivery.deploymentTime | typeof delivery.rollbackTime) =>
    aggregate('max', PER_ENVIRONMENT, select(time));
  // A rollback ends what a failed deployment began.
  const rolledBackSince = above(latest(delivery.rollbackTime), latest(delivery.deploymentTime));
  return {
    name: 'aiwatch-delivery',
    alerts: [
      {
        alert: alerts.deploymentFailed,
        condition: threshold =>
          unless(below(select(delivery.deploymentSuccess), threshold), rolledBackSince, PER_ENVIRONMENT),
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
