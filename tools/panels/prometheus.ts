import { z } from 'zod';
import type { TimeRange } from './time-range.ts';

/** Labels of a series, `__name__` included. */
export type Labels = Readonly<Record<string, string>>;

/** One series: times in seconds since 1970 and values (NaN and ±Inf possible), of equal length. */
export interface Series {
  readonly labels: Labels;
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** The calls of Prometheus' HTTP API that the renderer makes. Each rejects with Prometheus' own message. */
export interface PrometheusClient {
  queryRange(expr: string, range: TimeRange, stepMs: number): Promise<readonly Series[]>;
  queryInstant(expr: string, atMs: number): Promise<readonly Series[]>;
  labelNames(range: TimeRange): Promise<readonly string[]>;
  labelValues(label: string, matcher: string | undefined, range: TimeRange): Promise<readonly string[]>;
}

const REQUEST_TIMEOUT_MS = 30_000;
/** Queries under way at once: what a small Prometheus answers without queueing. */
const MAX_CONCURRENT = 6;

const sample = z.tuple([z.number(), z.string()]);
const labels = z.record(z.string(), z.string());
const answerSchema = z.object({
  status: z.string(),
  error: z.string().optional(),
  data: z.unknown().optional(),
});
const namesSchema = z.array(z.string());
const resultSchema = z.discriminatedUnion('resultType', [
  z.object({
    resultType: z.literal('matrix'),
    result: z.array(z.object({ metric: labels, values: z.array(sample).default([]) })),
  }),
  z.object({
    resultType: z.literal('vector'),
    result: z.array(z.object({ metric: labels, value: sample.optional() })),
  }),
  z.object({ resultType: z.literal('scalar'), result: sample }),
  z.object({ resultType: z.literal('string'), result: sample }),
]);

function parseSampleValue(text: string): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY;
  if (text === '-Inf') return Number.NEGATIVE_INFINITY;
  return Number(text);
}

function buildSeries(metric: Labels, samples: readonly (readonly [number, string])[]): Series {
  return {
    labels: metric,
    times: samples.map(([time]) => time),
    values: samples.map(([, value]) => parseSampleValue(value)),
  };
}

function readSeries(data: unknown): readonly Series[] {
  const parsed = resultSchema.parse(data);
  if (parsed.resultType === 'matrix') return parsed.result.map(item => buildSeries(item.metric, item.values));
  if (parsed.resultType === 'vector') {
    return parsed.result.map(item => buildSeries(item.metric, item.value ? [item.value] : []));
  }
  return [buildSeries({}, [parsed.result])];
}

async function send(url: string, form?: URLSearchParams): Promise<unknown> {
  const init = form ? { method: 'POST', body: form } : {};
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
  const text = await response.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Error(`Prometheus answered ${response.status} with something that is not JSON.`);
  }
  const answer = answerSchema.parse(body);
  if (answer.status !== 'success') throw new Error(answer.error ?? `Prometheus answered ${response.status}.`);
  return answer.data;
}

/** Lets at most `maxConcurrent` pieces of work run at once; the others wait their turn. */
function buildGate(maxConcurrent: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async work => {
    if (running < maxConcurrent) running += 1;
    else await new Promise<void>(resolve => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

/** Talks to the Prometheus at `baseUrl` (with a path prefix, if it has one). */
export function buildPrometheusClient(baseUrl: string): PrometheusClient {
  const root = baseUrl.replace(/\/+$/, '');
  const gate = buildGate(MAX_CONCURRENT);
  const bounds = (range: TimeRange) => ({
    start: String(range.fromMs / 1_000),
    end: String(range.toMs / 1_000),
  });
  const query = (path: string, form: Record<string, string>) =>
    gate(() => send(`${root}/api/v1/${path}`, new URLSearchParams(form)));
  return {
    queryRange: async (expr, range, stepMs) =>
      readSeries(await query('query_range', { query: expr, ...bounds(range), step: String(stepMs / 1_000) })),
    queryInstant: async (expr, atMs) =>
      readSeries(await query('query', { query: expr, time: String(atMs / 1_000) })),
    labelNames: async range =>
      namesSchema.parse(
        await gate(() => send(`${root}/api/v1/labels?${new URLSearchParams(bounds(range))}`)),
      ),
    labelValues: async (label, matcher, range) => {
      const search = new URLSearchParams({ ...bounds(range), ...(matcher ? { 'match[]': matcher } : {}) });
      const path = `label/${encodeURIComponent(label)}/values?${search}`;
      return namesSchema.parse(await gate(() => send(`${root}/api/v1/${path}`)));
    },
  };
}
