/** Nobody may have us wait longer than this by `Retry-After`. */
const MAX_RETRY_AFTER_MS = 3_600_000;
const MS_PER_SECOND = 1000;

export interface RetryPauses {
  readonly firstPauseMs: number;
  readonly maxPauseMs: number;
}

/**
 * The pause before the next attempt: it doubles, up to a bound, and half of it is left to chance, so that many who
 * failed together do not come back together.
 * @param failures so far, 1 or more.
 * @param random between 0 and 1.
 */
export function retryPauseMs(
  { firstPauseMs, maxPauseMs }: RetryPauses,
  failures: number,
  random: number = Math.random(),
): number {
  const fullMs = Math.min(maxPauseMs, firstPauseMs * 2 ** (failures - 1));
  return fullMs / 2 + (fullMs / 2) * random;
}

/** Reads `Retry-After`, seconds or a date (RFC 9110 §10.2.3), as milliseconds from now; undefined where it is neither. */
export function parseRetryAfter(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  const pauseMs = /^\d+$/.test(header) ? Number(header) * MS_PER_SECOND : Date.parse(header) - nowMs;
  return Number.isNaN(pauseMs) ? undefined : Math.min(Math.max(pauseMs, 0), MAX_RETRY_AFTER_MS);
}
