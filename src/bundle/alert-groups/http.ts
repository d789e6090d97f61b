import { alerts } from '../../catalogue/index.ts';
import { above, select } from '../promql/index.ts';
import type { AlertContext, AlertGroup } from './alert-group.ts';

/** What users of the application feel: errors and slow answers. */
export function buildHttpAlerts({ records: { http } }: AlertContext): AlertGroup {
  return {
    name: 'aiwatch-http',
    alerts: [
      { alert: alerts.highErrorRate, condition: threshold => above(select(http.errorRatio), threshold) },
      { alert: alerts.highResponseTime, condition: threshold => above(select(http.duration), threshold) },
    ],
  };
}
