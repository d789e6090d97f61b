import type { HealthCheck } from '../health-check.ts';

/** As much of a `pg` pool as is asked. */
export interface CheckedPool {
  query(sql: string): Promise<unknown>;
  readonly totalCount: number;
  readonly idleCount: number;
  /** Who waits for a connection. */
  readonly waitingCount: number;
}

/** A round trip on one machine or network takes a few milliseconds: beyond this, somebody waits. */
const SLOW_MS = 1000;

/** A round trip to the database, over the pool that questions use: one that is busy shows too. */
export function createDatabaseCheck(pool: CheckedPool): HealthCheck {
  return async () => {
    const startMs = performance.now();
    await pool.query('SELECT 1');
    const isSlow = performance.now() - startMs > SLOW_MS;
    const { totalCount: connections, idleCount: idle, waitingCount: waiting } = pool;
    return {
      status: isSlow ? 'degraded' : 'healthy',
      details: { connections, idle, waiting },
      ...(isSlow && { error: `the answer took more than ${SLOW_MS} ms` }),
    };
  };
}
