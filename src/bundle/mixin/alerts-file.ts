import { type AlertCondition, type AlertGroup, buildAlertGroups } from '../alert-groups/index.ts';
import type { BundleSource } from '../bundle-source.ts';
import { renderDashboardUrl, renderDescription, renderRunbookUrl } from '../rules/alert-texts.ts';
import type { GeneratedFile } from '../writing/generated-file.ts';
import { insertMatchers } from './insert-matchers.ts';
import { buildJsonnetFile, fillIn, JsonnetCode, renderJsonnet } from './jsonnet.ts';
import { buildSloTokens } from './template-records.ts';
import { TOKENS } from './tokens.ts';

const THRESHOLD = { text: TOKENS.threshold, isOperation: false } as const;

/** What render.libsonnet makes an alert of. */
function buildTemplate({ alert, condition }: AlertCondition) {
  const texts = {
    expr: fillIn(insertMatchers(condition(THRESHOLD).text)),
    annotations: {
      summary: alert.summary,
      description: fillIn(renderDescription(alert, TOKENS.limit)),
      runbook_url: fillIn(renderRunbookUrl(alert, TOKENS.runbooksUrl)),
      dashboard_url: fillIn(renderDashboardUrl(alert, TOKENS.grafanaUrl)),
    },
  };
  return {
    alert: alert.name,
    unit: alert.unit,
    build: new JsonnetCode(`function(fields) ${renderJsonnet(texts)}`),
  };
}

function buildGroup({ name, alerts }: AlertGroup) {
  return { name, rules: alerts.map(buildTemplate) };
}

/** Every alert, also those that the settings switch off: the mixin can switch them on again. */
export function buildAlertsFile({ catalogue, records, config }: BundleSource): GeneratedFile {
  const slos = buildSloTokens(config.bundle);
  const context = { catalogue, records, slos, applicationJob: TOKENS.applicationJob };
  const groups = buildAlertGroups(context).filter(({ alerts }) => alerts.length > 0);
  const lines = [
    "local render = import 'render.libsonnet';",
    '',
    '{',
    '  prometheusAlerts+:: {',
    `    groups+: render.groups($._config, ${renderJsonnet(groups.map(buildGroup), '    ')}),`,
    '  },',
    '}',
  ];
  return buildJsonnetFile('alerts.libsonnet', lines.join('\n'));
}
