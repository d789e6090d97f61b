import { HEALTH_STATUSES, type HealthStatus } from '../api/health.ts';

/** The worst of some statuses; `unknown` where none is known. */
export function worstStatus(statuses: Iterable<HealthStatus | 'unknown'>): HealthStatus | 'unknown' {
  let worst = -1;
  for (const status of statuses) {
    if (status !== 'unknown') worst = Math.max(worst, HEALTH_STATUSES.indexOf(status));
  }
  return HEALTH_STATUSES[worst] ?? 'unknown';
}
