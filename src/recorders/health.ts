import type { HealthCheckResult } from '../api/health.ts';
import type { Catalogue } from '../catalogue/index.ts';
import { healthStatus } from '../catalogue/labels.ts';
import type { Registry } from '../metrics/index.ts';

/** Turns results of health checks into metrics. */
export interface HealthRecorder {
  checked(result: HealthCheckResult): void;
  /** A check that is no longer there has no series either. */
  removed(check: string): void;
}

const MS_PER_SECOND = 1000;

export function createHealthRecorder(registry: Registry, { health }: Catalogue): HealthRecorder {
  const statusOf = registry.gauge(health.status);
  const lastRun = registry.gauge(health.lastRun);
  const duration = registry.gauge(health.duration);
  return {
    checked: ({ name: check, status, timestamp, responseTime }) => {
      for (const each of healthStatus.values)
        statusOf.with({ check, status: each }).set(each === status ? 1 : 0);
      lastRun.with({ check }).set(timestamp / MS_PER_SECOND);
      duration.with({ check }).set(responseTime / MS_PER_SECOND);
    },
    removed: check => {
      for (const status of healthStatus.values) statusOf.with({ check, status }).unset();
      lastRun.with({ check }).unset();
      duration.with({ check }).unset();
    },
  };
}
