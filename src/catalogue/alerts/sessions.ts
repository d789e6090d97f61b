import { defineAlert } from './definition.ts';

/** Sessions of the application's users. */
export const sessionAlerts = {
  sessionsDropped: defineAlert({
    name: 'SessionsDropped',
    threshold: 0.5,
    unit: 'ratio',
    forSeconds: 600,
    severity: 'warning',
    team: 'application',
    labels: ['job'],
    summary: 'Many sessions have ended at once.',
    description: '{job} has {value} of the open sessions that it had an hour ago; the limit is {threshold}.',
    board: 'sessions',
  }),
  sessionsHigh: defineAlert({
    name: 'SessionsHigh',
    threshold: 1000,
    unit: 'count',
    forSeconds: 600,
    keepFiringForSeconds: 600,
    severity: 'info',
    team: 'application',
    labels: ['job'],
    summary: 'More sessions are open than planned for.',
    description: '{job} has {value} open sessions; the limit is {threshold}.',
    board: 'sessions',
  }),
} as const;
