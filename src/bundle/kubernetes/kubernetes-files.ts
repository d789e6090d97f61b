import { stringify } from 'yaml';
import type { BundleSource } from '../bundle-source.ts';
import { buildYamlFile, GENERATED, type GeneratedFile } from '../writing/generated-file.ts';
import { buildDashboardConfigMap } from './dashboard-config-map.ts';
import { buildPrometheusRule } from './prometheus-rule.ts';
import { buildServiceMonitors } from './service-monitor.ts';

/** A file with objects; none where there are none. */
function buildObjectsFile(
  name: string,
  comment: string,
  objects: readonly object[],
): readonly GeneratedFile[] {
  if (objects.length === 0) return [];
  const head = [GENERATED, comment].map(line => `# ${line}\n`).join('');
  const documents = objects.map(object => `---\n${stringify(object, { lineWidth: 0 })}`);
  return [{ part: 'kubernetes', path: `kubernetes/${name}`, content: head + documents.join('') }];
}

/** The rules, scrapes and dashboards as objects for the Prometheus Operator and Grafana's sidecar. */
export function buildKubernetesFiles(source: BundleSource): readonly GeneratedFile[] {
  const { config } = source;
  const rules = [buildPrometheusRule(source)];
  const dashboards = source.dashboards.map(dashboard => buildDashboardConfigMap(dashboard, config.bundle));
  const files = [
    ...buildObjectsFile('prometheusrule.yaml', 'For the Prometheus Operator.', rules),
    ...buildObjectsFile('servicemonitor.yaml', 'For the Prometheus Operator.', buildServiceMonitors(config)),
    ...buildObjectsFile('dashboards.yaml', "For Grafana's sidecar.", dashboards),
  ];
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: files.map(({ path }) => path.replace('kubernetes/', '')),
  };
  const comments = ['kubectl apply -k .'];
  return [...files, buildYamlFile('kubernetes', 'kubernetes/kustomization.yaml', kustomization, comments)];
}
