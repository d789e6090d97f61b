import type { BundleConfig } from '../../config/index.ts';
import { buildAlertRules } from '../alert-rules.ts';
import type { MixinSource } from '../mixin/mixin-source.ts';
import { buildRecordingRules } from '../records/index.ts';
import { buildMetadata } from './metadata.ts';

/** Every rule: records, alerts, and the user's own. */
export function buildPrometheusRule(source: MixinSource, config: BundleConfig) {
  const { catalogue, records, customRules } = source;
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: buildMetadata('aiwatch', config.kubernetes),
    spec: {
      groups: [
        ...buildRecordingRules(records).groups,
        ...buildAlertRules(catalogue, records, config).groups,
        ...(customRules?.groups ?? []),
      ],
    },
  };
}
