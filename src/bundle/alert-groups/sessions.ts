import { alerts } from '../../catalogue/index.ts';
import { above, below, overTime, ratio, select } from '../promql/index.ts';
import type { AlertContext, AlertGroup } from './alert-group.ts';

/** A drop counts only where there were more open sessions than this: of three, two may well end within an hour. */
const MIN_SESSIONS = 10;

/** Sessions of the application's users. */
export function buildSessionAlerts({ records: { sessions } }: AlertContext): AlertGroup {
  const active = select(sessions.active);
  /** Averaged over ten minutes, so that a restart an hour ago is not what now is compared with. */
  const earlier = overTime('avg', active, '10m', '1h');
  return {
    name: 'aiwatch-sessions',
    alerts: [
      {
        alert: alerts.sessionsDropped,
        condition: threshold => below(ratio(active, earlier, MIN_SESSIONS), threshold),
      },
      { alert: alerts.sessionsHigh, condition: threshold => above(active, threshold) },
    ],
  };
}
