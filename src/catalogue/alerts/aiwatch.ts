import { defineAlert } from './definition.ts';

/** aiwatch itself, in an application or as a server. */
export const aiwatchAlerts = {
  aiwatchSeriesCapReached: defineAlert({
    name: 'AiwatchSeriesCapReached',
    threshold: 0,
    unit: 'count',
    forSeconds: 300,
    severity: 'warning',
    team: 'platform',
    labels: ['job', 'instance', 'metric'],
    summary: 'A metric has more series than it may have.',
    description:
      '{value} lookups of {metric} on {instance} of {job} led to the overflow series in the last 15 minutes; its values are no longer told apart by label.',
    board: 'monitoring',
  }),
  aiwatchCollectorFailing: defineAlert({
    name: 'AiwatchCollectorFailing',
    threshold: 1,
    unit: 'boolean',
    forSeconds: 600,
    severity: 'warning',
    team: 'platform',
    labels: ['job', 'instance', 'collector'],
    summary: 'A collector delivers nothing.',
    description:
      'The collector {collector} of {instance} of {job} fails at every scrape; its metrics are missing.',
    board: 'monitoring',
  }),
  aiwatchHookFailing: defineAlert({
    name: 'AiwatchHookFailing',
    threshold: 0,
    unit: 'count',
    forSeconds: 300,
    severity: 'warning',
    team: 'platform',
    labels: ['job', 'instance', 'hook'],
    summary: 'A hook fails to measure what it observes.',
    description:
      'The hook {hook} on {instance} of {job} failed {value} times in the last 15 minutes; the application goes on, but what happened there is not counted.',
    board: 'monitoring',
  }),
  /** Two seconds are a fifth of the timeout of a scrape, and a hundred times what aiwatch needs for a usual exposition. */
  aiwatchScrapeSlow: defineAlert({
    name: 'AiwatchScrapeSlow',
    threshold: 2,
    unit: 'seconds',
    forSeconds: 600,
    severity: 'warning',
    team: 'platform',
    labels: ['job', 'instance'],
    summary: 'The metrics of a process take long to collect.',
    description:
      '{instance} of {job} took {value} on average to answer a scrape over the last 5 minutes; the limit is {threshold}.',
    board: 'monitoring',
  }),
} as const;
