import { defineAlert } from './definition.ts';

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
  /** 80 % of the timeout of ten seconds that Prometheus is given; see `buildPrometheusConfig`. */
  scrapeSlow: defineAlert({
    name: 'ScrapeSlow',
    threshold: 8,
    unit: 'seconds',
    forSeconds: 600,
    severity: 'warning',
    team: 'platform',
    labels: ['job', 'instance'],
    summary: 'Scrapes of a target nearly time out.',
    description:
      'Scrapes of {instance} of {job} took {value} on average over the last 5 minutes; the limit is {threshold}, and after 10s they are given up.',
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
