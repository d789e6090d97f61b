import { defineAlert } from './definition.ts';

/** Where events wait on the disk, of an application and of the aiwatch server. */
export const spoolAlerts = {
  spoolFillingUp: defineAlert({
    name: 'SpoolFillingUp',
    threshold: 0.5,
    unit: 'ratio',
    forSeconds: 300,
    severity: 'warning',
    team: 'platform',
    labels: ['job', 'instance'],
    summary: 'A spool is filling up.',
    description:
      '{value} of the spool of {instance} of {job} is full, as events come faster than they are delivered; the limit is {threshold}.',
    board: 'monitoring',
  }),
  spoolAlmostFull: defineAlert({
    name: 'SpoolAlmostFull',
    threshold: 0.9,
    unit: 'ratio',
    forSeconds: 60,
    severity: 'critical',
    team: 'platform',
    labels: ['job', 'instance'],
    summary: 'A spool is about to refuse events.',
    description:
      '{value} of the spool of {instance} of {job} is full; the limit is {threshold}. At 100% it refuses every event.',
    board: 'monitoring',
  }),
  spoolNotWritable: defineAlert({
    name: 'SpoolNotWritable',
    threshold: 1,
    unit: 'boolean',
    forSeconds: 60,
    severity: 'critical',
    team: 'platform',
    labels: ['job', 'instance'],
    summary: 'A spool cannot be written.',
    description:
      'The last write of {instance} of {job} to its spool did not reach the disk; events are refused until one does.',
    board: 'monitoring',
  }),
  spoolCorrupted: defineAlert({
    name: 'SpoolCorrupted',
    threshold: 0,
    unit: 'count',
    forSeconds: 0,
    severity: 'warning',
    team: 'platform',
    labels: ['job', 'instance'],
    summary: 'A spool was damaged on the disk.',
    description:
      'About {value} events in the spool of {instance} of {job} were found unreadable within an hour; the damaged part was set aside, and the rest goes on.',
    board: 'monitoring',
  }),
} as const;
