import { defineAlert } from './definition.ts';

const MINUTE_SECONDS = 60;
const DAY_SECONDS = 86_400;

/** Deployments, rollbacks and test runs. Each is one event of a pipeline, so that none has to last before it fires. */
export const deliveryAlerts = {
  deploymentFailed: defineAlert({
    name: 'DeploymentFailed',
    threshold: 1,
    unit: 'boolean',
    forSeconds: 0,
    severity: 'warning',
    team: 'application',
    labels: ['job', 'instance', 'project', 'environment'],
    summary: 'The latest deployment failed.',
    description:
      'The latest deployment of {project} to {environment} failed, and there was no rollback since. The version before may be running, or parts of both.',
    board: 'delivery',
  }),
  deploymentRolledBack: defineAlert({
    name: 'DeploymentRolledBack',
    threshold: 30 * MINUTE_SECONDS,
    unit: 'seconds',
    forSeconds: 0,
    severity: 'warning',
    team: 'application',
    labels: ['job', 'instance', 'project', 'environment'],
    summary: 'A deployment was rolled back.',
    description: '{environment} of {project} went back to an earlier version {value} ago.',
    board: 'delivery',
  }),
  testsFailing: defineAlert({
    name: 'TestsFailing',
    threshold: 0,
    unit: 'count',
    forSeconds: 0,
    severity: 'warning',
    team: 'application',
    labels: ['job', 'instance', 'project', 'suite', 'result'],
    summary: 'Tests failed in the latest run.',
    description: '{value} tests of {suite} of {project} failed in the latest run; the limit is {threshold}.',
    board: 'delivery',
  }),
  testsSlow: defineAlert({
    name: 'TestsSlow',
    threshold: 1.5,
    unit: 'ratio',
    forSeconds: 0,
    severity: 'info',
    team: 'application',
    labels: ['job', 'instance', 'project', 'suite'],
    summary: 'The latest test run took much longer than usual.',
    description:
      'The latest run of {suite} of {project} took {value} of the average of the last week; the limit is {threshold}.',
    board: 'delivery',
  }),
  testsMissing: defineAlert({
    name: 'TestsMissing',
    threshold: 7 * DAY_SECONDS,
    unit: 'seconds',
    forSeconds: 0,
    severity: 'info',
    team: 'application',
    labels: ['job', 'instance', 'project', 'suite'],
    summary: 'Tests have not run for long.',
    description: '{suite} of {project} ran last {value} ago.',
    board: 'delivery',
  }),
} as const;
