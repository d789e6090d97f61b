import { defineAlert } from './definition.ts';

/** Work that waits; the threshold of `QueueTooLong` is the one of aiwatch's specification. */
export const queueAlerts = {
  queueTooLong: defineAlert({
    name: 'QueueTooLong',
    threshold: 10,
    unit: 'count',
    forSeconds: 300,
    severity: 'warning',
    team: 'application',
    labels: ['job', 'instance', 'queue'],
    summary: 'Many requests wait in a queue.',
    description: '{value} requests wait in the queue {queue} of {instance}; the limit is {threshold}.',
    board: 'ai',
  }),
  queueStuck: defineAlert({
    name: 'QueueStuck',
    threshold: 0,
    unit: 'count',
    forSeconds: 600,
    severity: 'critical',
    team: 'application',
    labels: ['job', 'instance', 'queue'],
    summary: 'A queue has stopped.',
    description: '{value} requests wait in the queue {queue} of {instance}, and it works on none.',
    board: 'ai',
  }),
} as const;
