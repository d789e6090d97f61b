import type { Config } from '../config/index.ts';
import { buildAlertmanagerConfig } from './alertmanager/config.ts';
import { buildAlertmanagerTemplates } from './alertmanager/templates.ts';
import { buildBoard } from './boards/index.ts';
import { overviewBoard } from './boards/overview/board.ts';
import { buildPortable, CHOSEN_AT_IMPORT } from './boards/portable.ts';
import { type BundleSource, buildSource } from './bundle-source.ts';
import { buildDashboardProvider, buildDatasources } from './grafana-provisioning.ts';
import { buildKubernetesFiles } from './kubernetes/kubernetes-files.ts';
import { buildMixinFiles } from './mixin/mixin-files.ts';
import { buildDockerDeployment, buildNativeDeployment, type Deployment } from './prometheus/deployment.ts';
import { buildPrometheusConfig } from './prometheus/prometheus-config.ts';
import { buildRecordingRules } from './records/index.ts';
import { buildScalingFiles } from './scaling/index.ts';
import { buildJsonFile, buildYamlFile, GENERATED, type GeneratedFile } from './writing/generated-file.ts';

const RETENTION_COMMENTS = [
  'How long samples are kept is said by flags; error budgets need 30 days: --storage.tsdb.retention.time=35d --storage.tsdb.retention.size=20GB',
  'Exemplars are kept when Prometheus runs with --enable-feature=exemplar-storage.',
];

interface Variant {
  readonly suffix: '' | '.docker';
  readonly purpose: string;
  readonly deployment: Deployment;
}

function listVariants({ bundle }: Config): readonly Variant[] {
  return [
    { suffix: '', purpose: 'For programs on one machine.', deployment: buildNativeDeployment(bundle) },
    { suffix: '.docker', purpose: 'For docker-compose.yml.', deployment: buildDockerDeployment(bundle) },
  ];
}

function buildPrometheusFiles(source: BundleSource): readonly GeneratedFile[] {
  const { config, records, alertRules, customRules } = source;
  return [
    ...listVariants(config).map(({ suffix, purpose, deployment }) =>
      buildYamlFile(
        'prometheus',
        `prometheus/prometheus${suffix}.yml`,
        buildPrometheusConfig(config, deployment),
        [purpose, ...RETENTION_COMMENTS],
      ),
    ),
    buildYamlFile('prometheus', 'prometheus/rules/recording.yml', buildRecordingRules(records)),
    buildYamlFile('prometheus', 'prometheus/rules/alerts.yml', alertRules),
    ...(customRules === undefined
      ? []
      : [buildYamlFile('prometheus', 'prometheus/rules/custom.yml', customRules)]),
    ...buildScalingFiles(source),
  ];
}

function buildAlertmanagerFiles({ config }: BundleSource): readonly GeneratedFile[] {
  const { bundle } = config;
  const variants = listVariants(config).map(({ suffix, purpose, deployment }) => {
    const path = `alertmanager/alertmanager${suffix}.yml`;
    return buildYamlFile('alertmanager', path, buildAlertmanagerConfig(bundle, deployment), [purpose]);
  });
  const content = `{{/* ${GENERATED} */}}\n${buildAlertmanagerTemplates(bundle)}`;
  return [...variants, { part: 'alertmanager', path: 'alertmanager/templates/aiwatch.tmpl', content }];
}

function buildGrafanaFiles(source: BundleSource): readonly GeneratedFile[] {
  const { config, boardContext, dashboards } = source;
  const portable = buildBoard(overviewBoard, boardContext, {
    note: `For import by hand. ${GENERATED}`,
    datasource: CHOSEN_AT_IMPORT,
  });
  const datasources = buildDatasources(config.bundle);
  return [
    buildYamlFile('grafana', 'grafana/provisioning/datasources/aiwatch.yml', datasources, [
      'Grafana needs PROMETHEUS_URL and ALERTMANAGER_URL in its environment.',
    ]),
    buildYamlFile('grafana', 'grafana/provisioning/dashboards/aiwatch.yml', buildDashboardProvider(), [
      'Grafana needs DASHBOARDS_DIR, the folder of the dashboards, in its environment.',
    ]),
    ...dashboards.map(({ name, dashboard }) =>
      buildJsonFile('grafana', `grafana/dashboards/${name}.json`, dashboard),
    ),
    buildJsonFile('grafana', 'grafana/grafana-dashboard.json', buildPortable(portable)),
  ];
}

/** Every file of the bundle, except for tables in documents; pure. Throws for a custom rule that is wrong. */
export function buildBundle(config: Config): readonly GeneratedFile[] {
  const source = buildSource(config);
  return [
    ...buildPrometheusFiles(source),
    ...buildAlertmanagerFiles(source),
    ...buildGrafanaFiles(source),
    ...buildMixinFiles(source),
    ...buildKubernetesFiles(source),
  ];
}
