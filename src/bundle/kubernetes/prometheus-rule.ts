import type { BundleSource } from '../bundle-source.ts';
import { buildRecordingRules } from '../records/index.ts';
import { buildMetadata } from './metadata.ts';

/** Every rule: records, alerts, and the user's own. */
export function buildPrometheusRule({ config, records, alertRules, customRules }: BundleSource) {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: buildMetadata('aiwatch', config.bundle.kubernetes),
    spec: {
      groups: [...buildRecordingRules(records).groups, ...alertRules.groups, ...(customRules?.groups ?? [])],
    },
  };
}
