import { alerts } from '../../catalogue/index.ts';
import { above, rate, selectCounter } from '../promql/index.ts';
import type { AlertContext, AlertGroup } from './alert-group.ts';

/** Calls to models. */
export function buildAiAlerts({ catalogue: { ai } }: AlertContext): AlertGroup {
  return {
    name: 'aiwatch-ai',
    alerts: [
      {
        alert: alerts.highAiCallRate,
        condition: threshold => above(rate(selectCounter(ai.calls), '5m'), threshold),
      },
    ],
  };
}
