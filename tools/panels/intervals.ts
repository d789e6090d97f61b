import { parseDurationMs, type TimeRange } from './time-range.ts';

/** Grafana's steps: a raw interval up to the first number becomes the second (both in ms). */
const ROUNDED_MS: readonly (readonly [number, number])[] = [
  [10, 1],
  [15, 10],
  [35, 20],
  [75, 50],
  [150, 100],
  [350, 200],
  [750, 500],
  [1_500, 1_000],
  [3_500, 2_000],
  [7_500, 5_000],
  [12_500, 10_000],
  [17_500, 15_000],
  [25_000, 20_000],
  [45_000, 30_000],
  [90_000, 60_000],
  [210_000, 120_000],
  [450_000, 300_000],
  [750_000, 600_000],
  [1_050_000, 900_000],
  [1_500_000, 1_200_000],
  [2_700_000, 1_800_000],
  [5_400_000, 3_600_000],
  [9_000_000, 7_200_000],
  [16_200_000, 10_800_000],
  [32_400_000, 21_600_000],
  [86_400_000, 43_200_000],
  [604_800_000, 86_400_000],
  [1_814_400_000, 604_800_000],
];

const LONGEST_STEP_MS = 2_592_000_000;

/** Prometheus refuses more points per series than this. */
const MOST_POINTS = 11_000;

/** Rounds a raw interval to one of Grafana's steps. */
export function roundIntervalMs(rawMs: number): number {
  return ROUNDED_MS.find(([upToMs]) => rawMs <= upToMs)?.[1] ?? LONGEST_STEP_MS;
}

/** What decides a query's step; durations as the dashboard writes them, e.g. `15s`. */
export interface IntervalOptions {
  readonly range: TimeRange;
  /** Points per series that are wanted: the panel's own limit, or its width in pixels. */
  readonly maxDataPoints: number;
  /** The data source's scrape interval (`timeInterval` in its settings). */
  readonly scrapeInterval: string;
  /** "Min interval" of the panel. */
  readonly panelInterval?: string | null | undefined;
  /** "Min step" of the query; may be `$__interval` or `$__rate_interval`. */
  readonly targetInterval?: string | undefined;
  readonly intervalFactor?: number | undefined;
}

/** `$__interval`, `$__rate_interval` and the step of the query, in ms. */
export interface Intervals {
  readonly intervalMs: number;
  readonly rateIntervalMs: number;
  readonly stepMs: number;
}

function isReference(text: string | undefined, name: string): boolean {
  return text === `$${name}` || text === `\${${name}}`;
}

function calculateIntervalMs(rangeMs: number, points: number, minMs: number): number {
  const rawMs = rangeMs / Math.max(1, points);
  const fittingMs = rawMs < minMs ? minMs : roundIntervalMs(rawMs);
  return Math.max(fittingMs, roundIntervalMs(rangeMs / MOST_POINTS));
}

/**
 * Resolves intervals as Grafana's Prometheus data source does: `$__rate_interval` is the larger of
 * `$__interval` + scrape interval and 4 × scrape interval, where a query's min step replaces the scrape interval.
 */
export function resolveIntervals(options: IntervalOptions): Intervals {
  const { range, maxDataPoints, scrapeInterval, panelInterval, targetInterval } = options;
  const followsRate = isReference(targetInterval, '__rate_interval');
  const minStep =
    followsRate || isReference(targetInterval, '__interval') || !targetInterval ? undefined : targetInterval;
  const minMs = parseDurationMs(minStep ?? (panelInterval || scrapeInterval));
  const intervalMs = calculateIntervalMs(range.toMs - range.fromMs, maxDataPoints, minMs);
  const scrapeMs = parseDurationMs(minStep ?? scrapeInterval);
  const rateIntervalMs = Math.max(intervalMs + scrapeMs, 4 * scrapeMs);
  const stepMs = followsRate ? rateIntervalMs : intervalMs * (options.intervalFactor || 1);
  return { intervalMs, rateIntervalMs, stepMs };
}
