import { alerts } from '../../catalogue/index.ts';
import { nodeMetrics, ON_DISK } from '../external-metrics/index.ts';
import {
  above,
  and,
  below,
  increase,
  magnitude,
  type Operand,
  overTime,
  ratio,
  select,
  selectCounter,
  slope,
  times,
} from '../promql/index.ts';
import type { AlertContext, AlertGroup } from './alert-group.ts';

/**
 * A file system that is emptier than this has time, however fast it grows: it may be a copy that soon ends. The mixin
 * of node_exporter draws the line there too, at 40 % left.
 */
const LEAST_FILLED_RATIO = 0.6;

/** Seconds until a file system is full at the pace of the last hours, where that is below the threshold. */
function buildFillsSoon({ records: { host } }: AlertContext, threshold: Operand) {
  const available = select(nodeMetrics.filesystemAvailable);
  const lossPerSecond = times(slope(available, '6h'), -1);
  return and(
    below(ratio(available, lossPerSecond), threshold),
    above(select(host.filesystemUsage), LEAST_FILLED_RATIO),
  );
}

/** Read-only now and not all day: what is always mounted so is no fault. */
function buildBecameReadOnly(threshold: Operand) {
  const { filesystemReadOnly } = nodeMetrics;
  return and(
    above(select(filesystemReadOnly, ON_DISK), threshold),
    below(overTime('min', select(filesystemReadOnly), '1d'), 1),
  );
}

/** The host, through node_exporter. */
export function buildHostAlerts(context: AlertContext): AlertGroup {
  const { host } = context.records;
  return {
    name: 'aiwatch-host',
    alerts: [
      { alert: alerts.hostCpuHigh, condition: threshold => above(select(host.cpuUsage), threshold) },
      { alert: alerts.hostMemoryHigh, condition: threshold => above(select(host.memoryUsage), threshold) },
      {
        alert: alerts.hostOomKilled,
        condition: threshold => above(increase(selectCounter(nodeMetrics.oomKills), '15m'), threshold),
      },
      {
        alert: alerts.hostDiskFilling,
        condition: threshold => above(select(host.filesystemUsage), threshold),
      },
      { alert: alerts.hostDiskFull, condition: threshold => above(select(host.filesystemUsage), threshold) },
      { alert: alerts.hostDiskFillsSoon, condition: threshold => buildFillsSoon(context, threshold) },
      { alert: alerts.hostInodesLow, condition: threshold => above(select(host.inodeUsage), threshold) },
      { alert: alerts.hostFilesystemReadOnly, condition: buildBecameReadOnly },
      {
        alert: alerts.hostClockSkew,
        condition: threshold => above(magnitude(select(nodeMetrics.clockOffset)), threshold),
      },
      { alert: alerts.hostDiskSaturated, condition: threshold => above(select(host.diskBusy), threshold) },
      {
        alert: alerts.hostNetworkErrors,
        condition: threshold => above(select(host.networkErrors), threshold),
      },
    ],
  };
}
