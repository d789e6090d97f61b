import { defineAlert } from './definition.ts';

/**
 * Errors, slow answers and silence. Thresholds, durations and severities of `HighErrorRate` and `HighResponseTime` are
 * those of aiwatch's specification.
 */
export const httpAlerts = {
  highErrorRate: defineAlert({
    name: 'HighErrorRate',
    threshold: 0.05,
    unit: 'ratio',
    forSeconds: 300,
    severity: 'warning',
    team: 'application',
    labels: ['job'],
    summary: 'Many requests end with a server error.',
    description:
      '{value} of all responses of {job} had a 5xx status over the last 5 minutes; the limit is {threshold}.',
    board: 'http',
  }),
  highResponseTime: defineAlert({
    name: 'HighResponseTime',
    threshold: 2,
    unit: 'seconds',
    forSeconds: 300,
    severity: 'warning',
    team: 'application',
    labels: ['job'],
    summary: 'Responses are slow on average.',
    description:
      'Responses of {job} that are not streamed took {value} on average over the last 5 minutes; the limit is {threshold}.',
    board: 'http',
  }),
  highTailLatency: defineAlert({
    name: 'HighTailLatency',
    threshold: 5,
    unit: 'seconds',
    forSeconds: 600,
    keepFiringForSeconds: 300,
    severity: 'warning',
    team: 'application',
    labels: ['job'],
    summary: 'The slowest responses are very slow.',
    description:
      'One of twenty responses of {job} that are not streamed took longer than {value} over the last 5 minutes; the limit is {threshold}.',
    board: 'http',
  }),
  noTraffic: defineAlert({
    name: 'NoTraffic',
    threshold: 360,
    unit: 'count',
    forSeconds: 900,
    severity: 'info',
    team: 'application',
    labels: ['job'],
    summary: 'A service that had requests has none any more.',
    description:
      '{job} is up and has answered no request for 15 minutes, after {value} requests in the hour before; above {threshold}, silence is unusual.',
    board: 'http',
  }),
} as const;
