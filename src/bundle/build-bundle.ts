import { buildCatalogue } from '../catalogue/index.ts';
import { buildSessionPrefix, type Config } from '../config/index.ts';
import { buildAlertRules } from './alert-rules.ts';
import { buildAlertmanagerConfig } from './alertmanager-config.ts';
import { buildAlertmanagerTemplates } from './alertmanager-templates.ts';
import { buildOverview } from './boards/overview/board.ts';
import { buildPortable, CHOSEN_AT_IMPORT } from './boards/portable.ts';
import { buildDockerDeployment, buildNativeDeployment, type Deployment } from './deployment.ts';
import { buildJsonFile, buildYamlFile, GENERATED, type GeneratedFile } from './generated-file.ts';
import { buildDashboardProvider, buildDatasources } from './grafana-provisioning.ts';
import { buildPrometheusConfig } from './prometheus-config.ts';
import { buildRecordingRules, buildRecords } from './recording-rules.ts';

const RETENTION_COMMENTS = [
  'How long samples are kept is said by flags: --storage.tsdb.retention.time=15d --storage.tsdb.retention.size=10GB',
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

function buildPrometheusFiles(config: Config): readonly GeneratedFile[] {
  const catalogue = buildCatalogue(buildSessionPrefix(config.application.name));
  const records = buildRecords(catalogue);
  const rules = buildAlertRules(catalogue, records, config.bundle);
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
    buildYamlFile('prometheus', 'prometheus/rules/alerts.yml', rules),
  ];
}

function buildAlertmanagerFiles(config: Config): readonly GeneratedFile[] {
  const { bundle } = config;
  const variants = listVariants(config).map(({ suffix, purpose, deployment }) => {
    const path = `alertmanager/alertmanager${suffix}.yml`;
    return buildYamlFile('alertmanager', path, buildAlertmanagerConfig(bundle, deployment), [purpose]);
  });
  const content = `{{/* ${GENERATED} */}}\n${buildAlertmanagerTemplates(bundle)}`;
  return [...variants, { part: 'alertmanager', path: 'alertmanager/templates/aiwatch.tmpl', content }];
}

function buildGrafanaFiles(config: Config): readonly GeneratedFile[] {
  const catalogue = buildCatalogue(buildSessionPrefix(config.application.name));
  const purpose = 'What somebody on call looks at first: is anything wrong, and where.';
  const overview = buildOverview(catalogue, `${purpose} ${GENERATED}`);
  const portable = buildOverview(catalogue, `${purpose} For import by hand. ${GENERATED}`, CHOSEN_AT_IMPORT);
  const datasources = buildDatasources(config.bundle);
  return [
    buildYamlFile('grafana', 'grafana/provisioning/datasources/aiwatch.yml', datasources, [
      'Grafana needs PROMETHEUS_URL and ALERTMANAGER_URL in its environment.',
    ]),
    buildYamlFile('grafana', 'grafana/provisioning/dashboards/aiwatch.yml', buildDashboardProvider(), [
      'Grafana needs DASHBOARDS_DIR, the folder of the dashboards, in its environment.',
    ]),
    buildJsonFile('grafana', 'grafana/dashboards/overview.json', overview),
    buildJsonFile('grafana', 'grafana/grafana-dashboard.json', buildPortable(portable)),
  ];
}

/** Every file of the bundle, except for tables in documents; pure. */
export function buildBundle(config: Config): readonly GeneratedFile[] {
  return [...buildPrometheusFiles(config), ...buildAlertmanagerFiles(config), ...buildGrafanaFiles(config)];
}
