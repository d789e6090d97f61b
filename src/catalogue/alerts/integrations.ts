import { defineAlert } from './definition.ts';

/** Deliveries to the outside. Nothing of aiwatch itself waits for them, so none of these wakes anybody. */
export const integrationAlerts = {
  integrationFailing: defineAlert({
    name: 'IntegrationFailing',
    threshold: 0.1,
    unit: 'ratio',
    forSeconds: 600,
    severity: 'warning',
    team: 'platform',
    labels: ['job', 'instance', 'integration'],
    summary: 'Deliveries to the outside fail.',
    description:
      '{value} of the attempts of {integration} on {instance} of {job} failed in the last 15 minutes; the limit is {threshold}.',
    board: 'monitoring',
  }),
  /** Fifteen minutes are three times the longest pause between two attempts. */
  integrationBacklog: defineAlert({
    name: 'IntegrationBacklog',
    threshold: 900,
    unit: 'seconds',
    forSeconds: 300,
    severity: 'warning',
    team: 'platform',
    labels: ['job', 'instance', 'integration'],
    summary: 'Deliveries to the outside are late.',
    description:
      'The oldest delivery of {integration} on {instance} of {job} waits since {value}; the limit is {threshold}.',
    board: 'monitoring',
  }),
  deliveryDeadLetters: defineAlert({
    name: 'DeliveryDeadLetters',
    threshold: 0,
    unit: 'count',
    forSeconds: 300,
    severity: 'warning',
    team: 'platform',
    labels: ['job', 'instance', 'integration'],
    summary: 'Deliveries to the outside were given up.',
    description:
      '{value} deliveries of {integration} on {instance} of {job} were given up; they wait to be looked at and sent again.',
    board: 'monitoring',
  }),
} as const;
