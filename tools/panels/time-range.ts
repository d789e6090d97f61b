/** A range of time in milliseconds since 1970, both ends included. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  M: 2_592_000_000,
  y: 31_536_000_000,
};

/**
 * Milliseconds of a Grafana or Prometheus duration such as `15s`, `1h30m` or `>10s` (the old form of a minimum).
 * @throws Error when it is not one.
 */
export function parseDurationMs(text: string): number {
  const parts = text.trim().replace(/^>/, '');
  if (!/^(\d+(\.\d+)?(ms|[smhdwMy]))+$/.test(parts)) {
    throw new Error(`duration: expected a number with a unit (ms, s, m, h, d, w, y), found "${text}".`);
  }
  let totalMs = 0;
  for (const [, amount, unit] of parts.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdwMy])/g)) {
    totalMs += Number(amount) * (UNIT_MS[unit ?? ''] ?? 0);
  }
  return totalMs;
}

/** Writes milliseconds in the largest unit that divides them, in a form that PromQL reads: 75000 is `75s`. */
export function formatDuration(durationMs: number): string {
  const wholeMs = Math.max(1, Math.round(durationMs));
  for (const unit of ['d', 'h', 'm', 's']) {
    const unitMs = UNIT_MS[unit] ?? 1;
    if (wholeMs % unitMs === 0) return `${wholeMs / unitMs}${unit}`;
  }
  return `${wholeMs}ms`;
}

function parseTime(text: string, nowMs: number): number {
  const relative = /^now(?:([+-])(.+))?$/.exec(text.trim());
  if (relative) {
    const [, sign, duration] = relative;
    if (!duration) return nowMs;
    return nowMs + (sign === '-' ? -1 : 1) * parseDurationMs(duration);
  }
  const absoluteMs = /^\d{12,}$/.test(text) ? Number(text) : Date.parse(text);
  if (Number.isNaN(absoluteMs)) {
    throw new Error(`time: expected now, now-30m, an ISO date or milliseconds since 1970, found "${text}".`);
  }
  return absoluteMs;
}

/**
 * Reads a range as Grafana's time picker writes it, e.g. `now-30m` to `now`.
 * @throws Error for a time that cannot be read, and for a range that ends before it begins.
 */
export function parseTimeRange(from: string, to: string, nowMs: number): TimeRange {
  const range = { fromMs: parseTime(from, nowMs), toMs: parseTime(to, nowMs) };
  if (range.fromMs >= range.toMs) {
    throw new Error(`time range: expected a beginning before the end, found ${from} to ${to}.`);
  }
  return range;
}
