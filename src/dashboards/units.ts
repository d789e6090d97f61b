import type { Unit } from '../catalogue/index.ts';

/** The id that Grafana has for each unit; things that are counted are plain numbers. */
const GRAFANA_UNITS: Readonly<Record<Unit, string>> = {
  seconds: 's',
  bytes: 'bytes',
  ratio: 'percentunit',
  tokens: 'short',
  tokens_per_second: 'short',
  requests: 'short',
  calls: 'short',
  messages: 'short',
  errors: 'short',
  sessions: 'short',
  operations: 'short',
  generations: 'short',
  projects: 'short',
  scrapes: 'short',
  events: 'short',
  batches: 'short',
  values: 'short',
  runs: 'short',
  partitions: 'short',
  leaves: 'short',
  lookups: 'short',
  resources: 'short',
  processes: 'short',
  threads: 'short',
  descriptors: 'short',
  alerts: 'short',
  usd: 'currencyUSD',
  tests: 'short',
  deliveries: 'short',
  subscribers: 'short',
  connections: 'short',
  info: 'none',
  boolean: 'none',
};

/** The same per second, where Grafana has a unit for that. */
const GRAFANA_RATE_UNITS: Partial<Record<Unit, string>> = {
  seconds: 'percentunit',
  bytes: 'Bps',
  requests: 'reqps',
  calls: 'cps',
  errors: 'cps',
  operations: 'ops',
};

/** The Grafana unit of a metric's value, or of its increase per second. */
export function toGrafanaUnit(unit: Unit | undefined, perSecond = false): string {
  if (unit === undefined) {
    return 'short';
  }
  return (perSecond ? GRAFANA_RATE_UNITS[unit] : undefined) ?? GRAFANA_UNITS[unit];
}
