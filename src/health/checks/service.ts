import type { HealthStatus } from '../../api/health.ts';
import type { CheckReport, HealthCheck } from '../health-check.ts';

/** A service that takes longer for its first byte is one that people notice. */
const SLOW_MS = 2000;
const TOO_MANY_REQUESTS = 429;
const SERVER_ERROR = 500;

/**
 * Whether an HTTP service answers. Any answer below 500 says that it works: most refuse a request without a key, and none
 * is sent. Redirects are not followed, and of the body nothing is read.
 */
export function createServiceCheck(url: string): HealthCheck {
  return async signal => {
    const startMs = performance.now();
    const response = await fetch(url, { signal, redirect: 'manual' }).catch(explain);
    await response.body?.cancel();
    return judge(response.status, performance.now() - startMs);
  };
}

function judge(statusCode: number, durationMs: number): CheckReport {
  const details = { statusCode };
  if (statusCode >= SERVER_ERROR) return failing('unhealthy', `it answered ${statusCode}`, details);
  if (statusCode === TOO_MANY_REQUESTS) return failing('degraded', 'it refuses too many requests', details);
  if (durationMs > SLOW_MS) return failing('degraded', `the answer took more than ${SLOW_MS} ms`, details);
  return { status: 'healthy', details };
}

function failing(status: HealthStatus, error: string, details: CheckReport['details']): CheckReport {
  return { status, error, ...(details !== undefined && { details }) };
}

/** `fetch` says no more than that it failed; the cause says why. */
function explain(error: unknown): never {
  throw error instanceof Error && error.cause !== undefined ? error.cause : error;
}
