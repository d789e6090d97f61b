import { defineMetric } from './definition.ts';
import { deploymentStatus, environment, project, releaseVersion, suite, testResult } from './labels.ts';

/**
 * What pipelines report by `aiwatch ci`. All are gauges about the latest run, because a Pushgateway keeps what was pushed
 * last and cannot count; how often something happened is how often its time changed. The time of a version carries it as a
 * label, so that an annotation needs no join; the series of the version before it ends.
 */
export const deliveryMetrics = {
  deploymentTime: defineMetric({
    type: 'gauge',
    name: 'ci_deployment_timestamp_seconds',
    help: 'When the latest deployment that ended in this way ended, as a Unix time.',
    unit: 'seconds',
    labels: [project, environment, deploymentStatus],
    since: '0.1.0',
  }),
  deploymentSuccess: defineMetric({
    type: 'gauge',
    name: 'ci_deployment_success',
    help: 'Whether the latest deployment succeeded.',
    unit: 'boolean',
    labels: [project, environment],
    since: '0.1.0',
  }),
  deploymentDuration: defineMetric({
    type: 'gauge',
    name: 'ci_deployment_duration_seconds',
    help: 'Time that the latest deployment took, where its pipeline said so.',
    unit: 'seconds',
    labels: [project, environment],
    since: '0.1.0',
  }),
  versionTime: defineMetric({
    type: 'gauge',
    name: 'ci_deployed_version_timestamp_seconds',
    help: 'When the version that runs was deployed, or was gone back to, as a Unix time.',
    unit: 'seconds',
    labels: [project, environment, releaseVersion],
    since: '0.1.0',
  }),
  rollbackTime: defineMetric({
    type: 'gauge',
    name: 'ci_rollback_timestamp_seconds',
    help: 'When the latest rollback ended, as a Unix time.',
    unit: 'seconds',
    labels: [project, environment],
    since: '0.1.0',
  }),
  tests: defineMetric({
    type: 'gauge',
    name: 'ci_tests',
    help: 'Tests of the latest run, by result.',
    unit: 'tests',
    labels: [project, suite, testResult],
    since: '0.1.0',
  }),
  testDuration: defineMetric({
    type: 'gauge',
    name: 'ci_test_duration_seconds',
    help: 'Time that the latest test run took.',
    unit: 'seconds',
    labels: [project, suite],
    since: '0.1.0',
  }),
  testTime: defineMetric({
    type: 'gauge',
    name: 'ci_test_timestamp_seconds',
    help: 'When the latest test run ended, as a Unix time.',
    unit: 'seconds',
    labels: [project, suite],
    since: '0.1.0',
  }),
} as const;
