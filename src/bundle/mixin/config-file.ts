import { ALERTS, type AlertDef, type AlertName } from '../../catalogue/index.ts';
import type { BundleConfig } from '../../config/index.ts';
import { renderDuration } from '../duration.ts';
import { applySettings } from '../rules/alert-rules.ts';
import type { GeneratedFile } from '../writing/generated-file.ts';
import { buildJsonnetFile, renderJsonnet } from './jsonnet.ts';

function buildAlertSettings(alert: AlertDef<AlertName>, config: BundleConfig) {
  const { enabled, labels, annotations } = config.alerts[alert.name];
  const {
    threshold,
    forSeconds,
    keepFiringForSeconds = 0,
    severity,
    team,
  } = applySettings(alert, config.alerts[alert.name]);
  return {
    enabled,
    threshold,
    for: renderDuration(forSeconds),
    keepFiringFor: keepFiringForSeconds === 0 ? null : renderDuration(keepFiringForSeconds),
    severity,
    labels: { team, ...labels },
    annotations,
  };
}

/** The objectives that are enabled. */
function buildSloSettings({ slos }: BundleConfig) {
  const enabled = Object.entries(slos).filter(([, slo]) => slo.enabled);
  return Object.fromEntries(
    enabled.map(([name, { objective, minEventsPerSecond }]) => [name, { objective, minEventsPerSecond }]),
  );
}

/** The settings of the mixin; their defaults are those of aiwatch.yml. */
export function buildConfigFile(config: BundleConfig): GeneratedFile {
  const alerts = Object.fromEntries(ALERTS.map(alert => [alert.name, buildAlertSettings(alert, config)]));
  const lines = [
    '{',
    '  _config+:: {',
    '    // Matchers for every selector of a scraped metric in the rules, e.g. cluster="prod". Recorded series follow.',
    "    selector: '',",
    '    // The same for the dashboards, e.g. cluster=~"$cluster" where you add such a variable.',
    "    dashboardSelector: '',",
    '    // The job label of the application.',
    `    applicationJob: ${renderJsonnet(config.applicationJob)},`,
    '    // Where dashboard_url and runbook_url of an alert lead to.',
    `    grafanaUrl: ${renderJsonnet(config.grafanaUrl)},`,
    `    runbooksUrl: ${renderJsonnet(config.runbooksUrl)},`,
    '    // The share of events that has to be good over 30 days, and the least traffic for its alerts.',
    `    slos: ${renderJsonnet(buildSloSettings(config), '    ')},`,
    '    // Every alert; threshold is in the unit of its runbook.',
    `    alerts: ${renderJsonnet(alerts, '    ')},`,
    '  },',
    '}',
  ];
  return buildJsonnetFile('config.libsonnet', lines.join('\n'));
}
