import { alerts } from '../../catalogue/index.ts';
import { select } from '../promql.ts';
import type { Records } from '../recording-rules.ts';
import type { AlertGroup } from './alert-group.ts';

/** What users of the application feel: errors and slow answers. */
export function buildHttpAlerts({ http }: Records): AlertGroup {
  return {
    name: 'aiwatch-http',
    alerts: [
      { alert: alerts.highErrorRate, value: select(http.errorRatio) },
      { alert: alerts.highResponseTime, value: select(http.duration) },
    ],
  };
}
