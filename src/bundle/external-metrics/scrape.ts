import { defineLabel } from '../../catalogue/index.ts';
import { external } from './definition.ts';

const alertname = defineLabel({ name: 'alertname', help: 'Name of the alert.', maxValues: 200 });
const alertstate = defineLabel({
  name: 'alertstate',
  help: 'Whether the alert waits for its duration or fires.',
  values: ['pending', 'firing'],
});
const severity = defineLabel({ name: 'severity', help: 'How urgent the alert is.', maxValues: 4 });

/** What Prometheus itself records: about every scrape, and about its alerts. */
export const scrapeMetrics = {
  up: external({
    exporter: 'prometheus',
    type: 'gauge',
    name: 'up',
    help: 'Whether the last scrape of the target succeeded.',
    labels: [],
  }),
  scrapeDuration: external({
    exporter: 'prometheus',
    type: 'gauge',
    name: 'scrape_duration_seconds',
    help: 'Time that the last scrape of the target took.',
    unit: 'seconds',
    labels: [],
  }),
  alerts: external({
    exporter: 'prometheus',
    type: 'gauge',
    name: 'ALERTS',
    help: 'Alerts that are pending or firing, each with the labels of its series.',
    labels: [alertname, alertstate, severity],
  }),
  samplesScraped: external({
    exporter: 'prometheus',
    type: 'gauge',
    name: 'scrape_samples_scraped',
    help: 'Samples that the last scrape of the target brought.',
    labels: [],
  }),
} as const;
