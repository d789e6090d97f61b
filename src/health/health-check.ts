import type { HealthCheckResult, HealthStatus } from '../api/health.ts';

/**
 * Says how something is. It may throw, reject or hang: that is a result too. The signal tells it that its time is up.
 */
export type HealthCheck = (signal: AbortSignal) => CheckReport | Promise<CheckReport>;

/** What a check says; what it leaves out is filled in: its name, now, and the time that it took. */
export interface CheckReport extends Partial<Omit<HealthCheckResult, 'status'>> {
  readonly status: HealthStatus;
}

/** How a check is run; what is left out is that of the registry. */
export interface HealthCheckOptions {
  /** Milliseconds between two runs. @default 15,000 */
  readonly intervalMs?: number;
  /** Milliseconds until a check that has not answered is unhealthy. @default 5,000 */
  readonly deadlineMs?: number;
}
