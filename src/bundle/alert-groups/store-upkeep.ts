import { alerts } from '../../catalogue/index.ts';
import {
  above,
  aggregate,
  and,
  below,
  changes,
  equal,
  increase,
  or,
  secondsSince,
  select,
  selectCounter,
} from '../promql/index.ts';
import type { AlertContext, AlertGroup } from './alert-group.ts';

/**
 * Since retention last succeeded, on whichever of the servers of one store; where it never has, since the start of the
 * oldest of them.
 */
function buildRetentionAge({ storeUpkeep, process }: AlertContext['catalogue']) {
  const success = select(storeUpkeep.retentionSuccess);
  const started = and(select(process.startTime), success);
  const last = or(aggregate('max', ['job'], above(success, 0)), aggregate('min', ['job'], started));
  return secondsSince(last);
}

/** Leaves without a signature, where no checkpoint has taken any in for a while. */
function buildUnsignedLeaves({ catalogue: { storeUpkeep }, records: { events } }: AlertContext) {
  return and(select(storeUpkeep.auditUnsigned), equal(changes(select(events.signedLeaves), '5m'), 0));
}

/** Retention and the audit trail, on the aiwatch server. */
export function buildStoreUpkeepAlerts(context: AlertContext): AlertGroup {
  const { storeUpkeep } = context.catalogue;
  return {
    name: 'aiwatch-store-upkeep',
    alerts: [
      {
        alert: alerts.retentionFailing,
        condition: threshold => above(buildRetentionAge(context.catalogue), threshold),
      },
      {
        alert: alerts.auditTrailInconsistent,
        condition: threshold => below(select(storeUpkeep.auditConsistent), threshold),
      },
      {
        alert: alerts.auditCheckpointsFailing,
        condition: threshold =>
          above(increase(selectCounter(storeUpkeep.checkpointFailures), '15m'), threshold),
      },
      {
        alert: alerts.auditUnsignedLeaves,
        condition: threshold => above(buildUnsignedLeaves(context), threshold),
      },
    ],
  };
}
