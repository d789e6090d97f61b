import { MAX_SCRAPE_TIMEOUT_SECONDS, SLOW_SCRAPE_PERCENT } from '../scrape-timeout.ts';
import { defineAlert } from './definition.ts';

const PERCENT = 100;

/** Targets that are gone, sources that fell silent, and the watchdog. */
export const targetAlerts = {
  targetDown: defineAlert({
    name: 'TargetDown',
    threshold: 1,
    unit: 'boolean',
    forSeconds: 120,
    severity: 'critical',
    team: 'platform',
    labels: ['job', 'instance'],
    summary: 'A target cannot be scraped.',
    description: 'Prometheus gets no metrics from {instance} of {job}: it is down, or it cannot be reached.',
    board: 'monitoring',
  }),
  targetMissing: defineAlert({
    name: 'TargetMissing',
    threshold: 1,
    unit: 'count',
    forSeconds: 600,
    severity: 'critical',
    team: 'platform',
    labels: ['job'],
    summary: 'A job has lost its targets.',
    description:
      '{job}, which was scraped within the last six hours, has {value} targets; at least {threshold} are expected.',
    board: 'monitoring',
  }),
  /** Where the scrape interval makes the timeout shorter, the settings lower the threshold. */
  scrapeSlow: defineAlert({
    name: 'ScrapeSlow',
    threshold: (MAX_SCRAPE_TIMEOUT_SECONDS * SLOW_SCRAPE_PERCENT) / PERCENT,
    unit: 'seconds',
    forSeconds: 600,
    severity: 'warning',
    team: 'platform',
    labels: ['job', 'instance'],
    summary: 'Scrapes of a target nearly time out.',
    description:
      'Scrapes of {instance} of {job} took {value} on average over the last 5 minutes; the limit is {threshold}. Prometheus gives up a scrape that takes longer than its timeout.',
    board: 'monitoring',
  }),
  watchdog: defineAlert({
    name: 'Watchdog',
    unit: 'boolean',
    forSeconds: 0,
    severity: 'none',
    team: 'platform',
    labels: [],
    summary: 'Alerts are evaluated and delivered.',
    description:
      'This alert always fires. Who waits for it raises the alarm when it stays away, because then no other alert arrives either.',
    board: 'monitoring',
  }),
} as const;
