import { defineAlert } from './definition.ts';

/** Events on their way into the store, of an application and of the aiwatch server. */
export const eventAlerts = {
  eventsRefused: defineAlert({
    name: 'EventsRefused',
    threshold: 0,
    unit: 'count',
    forSeconds: 300,
    severity: 'critical',
    team: 'platform',
    labels: ['job', 'instance', 'reason'],
    summary: 'Events are refused for want of a spool that takes them.',
    description:
      '{instance} of {job} refused {value} events in the last 5 minutes ({reason}); what an application cannot keep is lost, and who sends to a server has to send it again.',
    board: 'monitoring',
  }),
  /** One in twenty is no slip of a single sender any more. */
  eventsInvalid: defineAlert({
    name: 'EventsInvalid',
    threshold: 0.05,
    unit: 'ratio',
    forSeconds: 600,
    severity: 'warning',
    team: 'application',
    labels: ['job', 'instance'],
    summary: 'Many events are not as events have to be.',
    description:
      '{value} of the events that came to {instance} of {job} within 15 minutes were invalid, too large or too old; the limit is {threshold}. None of them was kept.',
    board: 'monitoring',
  }),
  eventDeadLetters: defineAlert({
    name: 'EventDeadLetters',
    threshold: 0,
    unit: 'count',
    forSeconds: 0,
    severity: 'warning',
    team: 'platform',
    labels: ['job', 'instance'],
    summary: 'Events were refused for what is in them.',
    description:
      '{instance} of {job} could not store about {value} events within an hour, as they were refused for what is in them; no page and no count has them.',
    board: 'monitoring',
  }),
  eventStoreUnreachable: defineAlert({
    name: 'EventStoreUnreachable',
    threshold: 1,
    unit: 'boolean',
    forSeconds: 120,
    severity: 'critical',
    team: 'platform',
    labels: ['job', 'instance'],
    summary: 'Events do not reach the store.',
    description:
      '{instance} of {job} has not been able to deliver any events for two minutes; they wait in its spool until that is full.',
    board: 'monitoring',
  }),
  /** Delivery waits for a fifth of a second and takes less; a minute is a backlog. */
  rollupLagHigh: defineAlert({
    name: 'RollupLagHigh',
    threshold: 60,
    unit: 'seconds',
    forSeconds: 300,
    severity: 'warning',
    team: 'platform',
    labels: ['job', 'instance'],
    summary: 'Events are stored and counted late.',
    description:
      'The oldest event in the spool of {instance} of {job} has been waiting for {value}; the limit is {threshold}. Pages, counts and the live feed are behind by as much.',
    board: 'monitoring',
  }),
} as const;
