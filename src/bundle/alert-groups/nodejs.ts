import { alerts } from '../../catalogue/index.ts';
import { above, changes, onTargetsWith, overTime, select } from '../promql/index.ts';
import type { AlertContext, AlertGroup } from './alert-group.ts';

/** A process is seen to restart although it is down just now: both sides look back. */
function buildRestarts({ catalogue: { nodejs, process } }: AlertContext) {
  return onTargetsWith(
    changes(select(process.startTime), '15m'),
    overTime('last', select(nodejs.info), '15m'),
  );
}

/** The Node.js runtime, of the application and of everything else that aiwatch measures from inside. */
export function buildNodejsAlerts(context: AlertContext): AlertGroup {
  const { nodejs } = context.records;
  return {
    name: 'aiwatch-nodejs',
    alerts: [
      {
        alert: alerts.nodejsEventLoopBlocked,
        condition: threshold => above(select(nodejs.eventLoopDelay), threshold),
      },
      {
        alert: alerts.nodejsEventLoopSaturated,
        condition: threshold => above(select(nodejs.eventLoopUtilization), threshold),
      },
      {
        alert: alerts.nodejsHeapNearLimit,
        condition: threshold => above(select(nodejs.heapUsage), threshold),
      },
      { alert: alerts.nodejsGcPressure, condition: threshold => above(select(nodejs.gcTime), threshold) },
      {
        alert: alerts.processFileDescriptorsLow,
        condition: threshold => above(select(nodejs.descriptorUsage), threshold),
      },
      { alert: alerts.processRestarting, condition: threshold => above(buildRestarts(context), threshold) },
      { alert: alerts.processCpuHigh, condition: threshold => above(select(nodejs.cpuUsage), threshold) },
    ],
  };
}
