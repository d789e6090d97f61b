import { pauseBuckets } from './buckets.ts';
import { defineMetric } from './definition.ts';
import { alertStatus, collector, format, hook, metric, version } from './labels.ts';

/** aiwatch about itself. */
export const selfMetrics = {
  buildInfo: defineMetric({
    type: 'info',
    name: 'aiwatch_build_info',
    help: 'Version of aiwatch.',
    unit: 'info',
    labels: [version],
    since: '0.1.0',
  }),
  collectorSuccess: defineMetric({
    type: 'gauge',
    name: 'aiwatch_collector_success',
    help: 'Whether the collector delivered at the last scrape.',
    unit: 'boolean',
    labels: [collector],
    since: '0.1.0',
  }),
  collectorDuration: defineMetric({
    type: 'gauge',
    name: 'aiwatch_collector_duration_seconds',
    help: 'Time that the collector took at the last scrape.',
    unit: 'seconds',
    labels: [collector],
    since: '0.1.0',
  }),
  scrapes: defineMetric({
    type: 'counter',
    name: 'aiwatch_scrapes_total',
    help: 'Scrapes that were answered, those that shared the work of another included.',
    unit: 'scrapes',
    labels: [format],
    since: '0.1.0',
  }),
  scrapeDuration: defineMetric({
    type: 'histogram',
    name: 'aiwatch_scrape_duration_seconds',
    help: 'Time from the start of a scrape to the last byte of its exposition.',
    unit: 'seconds',
    labels: [],
    buckets: pauseBuckets,
    since: '0.1.0',
  }),
  seriesRefused: defineMetric({
    type: 'counter',
    name: 'aiwatch_series_refused_total',
    help: 'Lookups of a label set that led to the overflow series, as the metric was at its cap or a value too long.',
    unit: 'lookups',
    labels: [metric],
    since: '0.1.0',
  }),
  hookErrors: defineMetric({
    type: 'counter',
    name: 'aiwatch_hook_errors_total',
    help: 'Failures inside a hook, none of which reached the application.',
    unit: 'errors',
    labels: [hook],
    since: '0.1.0',
  }),
} as const;

/** The aiwatch server about the notifications it received. */
export const serverMetrics = {
  alertsReceived: defineMetric({
    type: 'counter',
    name: 'aiwatch_alerts_received_total',
    help: 'Alerts that Alertmanager delivered to the webhook of the server, without the heartbeats of the watchdog.',
    unit: 'alerts',
    labels: [alertStatus],
    since: '0.1.0',
  }),
  watchdogTimestamp: defineMetric({
    type: 'gauge',
    name: 'aiwatch_watchdog_timestamp_seconds',
    help: 'Unix time at which the alert Watchdog last arrived at the webhook; 0 before the first.',
    unit: 'seconds',
    labels: [],
    since: '0.1.0',
  }),
} as const;
