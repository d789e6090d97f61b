/** Labels of the benchmarks: the three of an HTTP server. */
export const LABEL_NAMES = ['method', 'route', 'status_code'] as const;
export type BenchLabels = Readonly<Record<(typeof LABEL_NAMES)[number], string>>;

/** Eleven upper bounds, the defaults of prom-client, so that all clients do the same work. */
export const UPPER_BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export const COUNTER_NAME = 'http_requests_total';
export const HISTOGRAM_NAME = 'http_request_duration_seconds';
export const HELP = 'A metric of the benchmark.';

/** A metrics client as the benchmarks drive it: one counter and one histogram in a registry of their own. */
export interface BenchClient {
  readonly name: string;
  inc(labels: BenchLabels): void;
  observe(labels: BenchLabels, value: number): void;
  /** The fastest handle for one label set that the client offers. */
  counterHandle(labels: BenchLabels): () => void;
  histogramHandle(labels: BenchLabels): (value: number) => void;
  /** The exposition as text 0.0.4; undefined where the client has none of its own. */
  expose?(): Promise<readonly Uint8Array[]>;
  /** The same, compressed as the client's users compress it. */
  exposeGzip?(): Promise<readonly Uint8Array[]>;
}

/** Names of all clients, and the packages they come from. */
export const CLIENT_NAMES = [
  'aiwatch',
  'prom-client',
  '@prometheus-io/client',
  '@platformatic/prom-client',
  '@opentelemetry/sdk-metrics',
] as const;
export type ClientName = (typeof CLIENT_NAMES)[number];
