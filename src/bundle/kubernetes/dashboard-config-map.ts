import type { BundleConfig } from '../../config/index.ts';
import type { NamedDashboard } from '../bundle-source.ts';
import { buildMetadata } from './metadata.ts';

/**
 * A dashboard as Grafana's sidecar finds it: by its label, with the folder in an annotation. Its JSON is on one line, as
 * `kubectl apply` keeps a copy of the object in an annotation, which may have 256 KiB.
 */
export function buildDashboardConfigMap({ name, dashboard }: NamedDashboard, config: BundleConfig) {
  const { labels, ...metadata } = buildMetadata(`aiwatch-dashboard-${name}`, config.kubernetes);
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      ...metadata,
      labels: { ...labels, grafana_dashboard: '1' },
      annotations: { grafana_folder: 'aiwatch' },
    },
    data: { [`aiwatch-${name}.json`]: JSON.stringify(dashboard) },
  };
}
