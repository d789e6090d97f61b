import { defineAlert } from './definition.ts';

/** Errors and slow answers; thresholds, durations and severities of both are those that SPEC.md A2 names. */
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
} as const;
