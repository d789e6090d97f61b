import type { BundleSource } from '../bundle-source.ts';
import { GENERATED, type GeneratedFile } from '../writing/generated-file.ts';
import { buildAlertsFile } from './alerts-file.ts';
import { buildConfigFile } from './config-file.ts';
import { buildDashboardFiles } from './dashboard-files.ts';
import { buildJsonnetFile } from './jsonnet.ts';
import { RENDER_LIBRARY } from './render-library.ts';
import { buildRulesFile } from './rules-file.ts';

const PARTS_OF_MIXIN = ['config', 'rules', 'alerts', 'dashboards'];

/** Files that jsonnet evaluates to what Prometheus and Grafana read; JSON is YAML too. */
const ENTRIES = [
  ['rules.jsonnet', 'prometheusRules'],
  ['alerts.jsonnet', 'prometheusAlerts'],
  ['dashboards.jsonnet', 'grafanaDashboards'],
] as const;

/** What `jb install` reads; it passes over fields that it does not know. */
function buildJsonnetfile(): GeneratedFile {
  const value = { note: GENERATED, version: 1, dependencies: [], legacyImports: true };
  return { part: 'mixin', path: 'mixin/jsonnetfile.json', content: `${JSON.stringify(value, null, 2)}\n` };
}

/** The rules and dashboards as a jsonnet mixin, which can be changed by `_config` without aiwatch. */
export function buildMixinFiles(source: BundleSource): readonly GeneratedFile[] {
  const imports = PARTS_OF_MIXIN.map(name => `(import '${name}.libsonnet')`);
  return [
    buildJsonnetFile('mixin.libsonnet', imports.join(' +\n')),
    buildConfigFile(source.config.bundle),
    buildRulesFile(source),
    buildAlertsFile(source),
    ...buildDashboardFiles(source),
    buildJsonnetFile('render.libsonnet', RENDER_LIBRARY),
    ...ENTRIES.map(([path, field]) => buildJsonnetFile(path, `(import 'mixin.libsonnet').${field}`)),
    buildJsonnetfile(),
  ];
}
