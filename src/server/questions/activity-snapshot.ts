import type { Pool } from 'pg';
import { activitySummary, storeState } from '../../store/index.ts';
import { createCpuMeter } from './cpu-meter.ts';

const BYTES_PER_MB = 1024 * 1024;

/** Makes what tells, in short, of messages, users and this process; CPU is measured since it was asked before. */
export function createActivitySnapshot(pool: Pool) {
  const measureCpu = createCpuMeter();
  return async () => {
    const now = new Date();
    const [summary, { connections }] = await Promise.all([activitySummary(pool, now), storeState(pool)]);
    const system = {
      memory_mb: Math.round(process.memoryUsage.rss() / BYTES_PER_MB),
      cpu_percent: measureCpu(),
      database_connections: connections,
    };
    return { timestamp: now, uptime: Math.round(process.uptime()), ...summary, system };
  };
}
