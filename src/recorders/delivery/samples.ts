import type { CatalogueMetric } from '../../catalogue/definition.ts';
import { deliveryMetrics } from '../../catalogue/delivery.ts';
import type { FamilySource, PromFamily } from '../../metrics/index.ts';
import type { DeliveryState, EnvironmentState, SuiteState } from './state.ts';

/** One series of the delivery metrics and its value. */
export interface DeliverySample {
  readonly metric: CatalogueMetric;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The samples whose value is known. */
type Candidate = readonly [
  metric: CatalogueMetric,
  value: number | undefined,
  labels: DeliverySample['labels'],
];

const {
  deploymentTime,
  deploymentSuccess,
  deploymentDuration,
  versionTime,
  rollbackTime,
  tests,
  testDuration,
  testTime,
} = deliveryMetrics;

function listEnvironmentSamples(state: EnvironmentState): readonly Candidate[] {
  const { project, environment, version = '' } = state;
  const labels = { project, environment };
  const isSuccess = state.status === 'success' ? 1 : 0;
  return [
    [deploymentTime, state.successTime, { ...labels, status: 'success' }],
    [deploymentTime, state.failureTime, { ...labels, status: 'failure' }],
    [deploymentSuccess, state.status && isSuccess, labels],
    [deploymentDuration, state.durationSeconds, labels],
    [versionTime, state.versionTime, { ...labels, version }],
    [rollbackTime, state.rollbackTime, labels],
  ];
}

function listSuiteSamples(state: SuiteState): readonly Candidate[] {
  const labels = { project: state.project, suite: state.suite };
  return [
    [tests, state.passed, { ...labels, result: 'passed' }],
    [tests, state.failed, { ...labels, result: 'failed' }],
    [tests, state.skipped, { ...labels, result: 'skipped' }],
    [testDuration, state.durationSeconds, labels],
    [testTime, state.time, labels],
  ];
}

/** Everything that a state says, as samples of the delivery metrics. */
export function listDeliverySamples({ environments, suites }: DeliveryState): readonly DeliverySample[] {
  return [...environments.flatMap(listEnvironmentSamples), ...suites.flatMap(listSuiteSamples)].flatMap(
    ([metric, value, labels]) => (value === undefined ? [] : [{ metric, labels, value }]),
  );
}

/**
 * Shows a state as it is at each scrape. Not gauges with handles: the series of a version has to end as soon as another
 * one is deployed, and to unset a gauge one would have to remember which series were shown.
 */
export function createDeliveryFamilies(readState: () => DeliveryState): FamilySource {
  return {
    getMetricsAsJSON: async () => {
      const samples = listDeliverySamples(readState());
      return Object.values<CatalogueMetric>(deliveryMetrics).flatMap(metric => buildFamily(metric, samples));
    },
  };
}

function buildFamily(metric: CatalogueMetric, samples: readonly DeliverySample[]): readonly PromFamily[] {
  const values = samples.filter(sample => sample.metric === metric);
  return values.length === 0 ? [] : [{ name: metric.name, help: metric.help, type: metric.type, values }];
}
