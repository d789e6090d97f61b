import { alerts } from '../../catalogue/index.ts';
import { scrapeMetrics } from '../external-metrics/index.ts';
import { above, aggregate, below, constant, orZeroOf, overTime, select } from '../promql/index.ts';
import type { AlertContext, AlertGroup } from './alert-group.ts';

/** Targets that are gone, sources that fell silent, and the watchdog. */
export function buildTargetAlerts(_context: AlertContext): AlertGroup {
  const up = select(scrapeMetrics.up);
  const targetsOfJobs = orZeroOf(
    aggregate('count', ['job'], up),
    aggregate('group', ['job'], overTime('present', up, '6h')),
  );
  return {
    name: 'aiwatch-targets',
    alerts: [
      { alert: alerts.targetDown, condition: threshold => below(up, threshold) },
      { alert: alerts.targetMissing, condition: threshold => below(targetsOfJobs, threshold) },
      {
        alert: alerts.scrapeSlow,
        condition: threshold => above(overTime('avg', select(scrapeMetrics.scrapeDuration), '5m'), threshold),
      },
      { alert: alerts.watchdog, condition: () => constant(1) },
    ],
  };
}
