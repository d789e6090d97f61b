import { EVENT_LIMITS } from '../catalogue/index.ts';

/** Date and time with any fraction of a second; the zone may be missing, as Python's `isoformat()` leaves it out. */
const ISO_TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(Z|z|[+-]\d{2}:?\d{2})?$/;
/** The last moment that ISO 8601 writes with a year of four digits; in Unix milliseconds. */
const LAST_TIME_MS = 253_402_300_799_999;

/**
 * Reads a time as applications report it: ISO 8601 (UTC where it names no zone) or Unix milliseconds.
 * @returns Unix milliseconds, or undefined where it is no time, or one before 1970 or after 9999
 */
export function parseEventTime(reported: unknown): number | undefined {
  const timeMs = typeof reported === 'string' ? parseIso(reported) : reported;
  if (typeof timeMs !== 'number' || !(timeMs >= 0 && timeMs <= LAST_TIME_MS)) return undefined;
  return Math.trunc(timeMs);
}

function parseIso(text: string): number {
  const match = ISO_TIME.exec(text);
  if (match === null) return Number.NaN;
  const plain = text.replace(' ', 'T').replace(',', '.');
  return Date.parse(match[1] === undefined ? `${plain}Z` : plain);
}

let lastTimeMs = Number.NaN;
let lastText = '';

/** ISO 8601 in UTC, with milliseconds. Events of a batch are of a few moments: the last one is remembered. */
export function formatEventTime(timeMs: number): string {
  if (timeMs !== lastTimeMs) {
    lastText = new Date(timeMs).toISOString();
    lastTimeMs = timeMs;
  }
  return lastText;
}

/** Whether a time is so far ahead that the clock which told it must be wrong. */
export function isTooFarAhead(timeMs: number, nowMs: number): boolean {
  return timeMs > nowMs + EVENT_LIMITS.futureMs;
}
