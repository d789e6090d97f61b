import type { Pool } from 'pg';
import { type ActivityTotals, activitySummary, activityTotals, storeState } from '../../store/index.ts';
import { createCpuMeter } from './cpu-meter.ts';

const BYTES_PER_MB = 1024 * 1024;

/** How old the totals of all the time may be: a server that is watched asks twice a minute. */
const TOTALS_AGE_MS = 10 * 60_000;

/** Events come later than they happen; what comes later than that counts when the totals are counted again. */
const LATE_MS = 60 * 60_000;

/** Counts all that there is, and again when that was some time ago. */
function rememberTotals(pool: Pool): (now: Date) => Promise<ActivityTotals> {
  let known: { readonly totals: ActivityTotals; readonly countedMs: number } | undefined;
  return async now => {
    const nowMs = now.getTime();
    if (known === undefined || nowMs - known.countedMs > TOTALS_AGE_MS) {
      known = { totals: await activityTotals(pool, new Date(nowMs - LATE_MS)), countedMs: nowMs };
    }
    return known.totals;
  };
}

/** Makes what tells, in short, of messages, users and this process; CPU is measured since it was asked before. */
export function createActivitySnapshot(pool: Pool) {
  const measureCpu = createCpuMeter();
  const totalsAt = rememberTotals(pool);
  return async () => {
    const now = new Date();
    const summarize = async () => activitySummary(pool, now, await totalsAt(now));
    const [summary, { connections }] = await Promise.all([summarize(), storeState(pool)]);
    const system = {
      memory_mb: Math.round(process.memoryUsage.rss() / BYTES_PER_MB),
      cpu_percent: measureCpu(),
      database_connections: connections,
    };
    return { timestamp: now, uptime: Math.round(process.uptime()), ...summary, system };
  };
}
