import {
  HEALTH_COLORS,
  type HealthCheckResult,
  type HealthPart,
  type HealthPartKind,
} from '../api/health.ts';

/** A result as the Monitoring page shows it; undefined is one of a check that has not run yet. */
export function buildHealthPart(
  name: string,
  kind: HealthPartKind,
  result: HealthCheckResult | undefined,
): HealthPart {
  const status = result?.status ?? 'unknown';
  return {
    name,
    kind,
    status,
    color: HEALTH_COLORS[status],
    lastCheck: result === undefined ? null : new Date(result.timestamp).toISOString(),
    responseTime: result?.responseTime ?? null,
    details: result?.details ?? {},
    error: result?.error ?? null,
  };
}
