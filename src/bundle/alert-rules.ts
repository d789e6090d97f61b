import type { AlertDef, AlertName, AlertUnit, Catalogue } from '../catalogue/index.ts';
import type { BundleConfig } from '../config/index.ts';
import type { AlertExpr, AlertGroup } from './alert-groups/alert-group.ts';
import { buildCustomAlerts } from './alert-groups/custom.ts';
import { buildHttpAlerts } from './alert-groups/http.ts';
import { buildMemoryAlerts } from './alert-groups/memory.ts';
import { OVERVIEW_UID } from './boards/uids.ts';
import { renderDuration } from './duration.ts';
import { above } from './promql.ts';
import type { Records } from './recording-rules.ts';

const HUMANIZED: Readonly<Record<AlertUnit, string>> = {
  ratio: 'humanizePercentage',
  seconds: 'humanizeDuration',
  per_second: 'humanize',
};

function renderThreshold({ unit, threshold }: AlertDef): string {
  switch (unit) {
    case 'ratio':
      return `${Number((threshold * 100).toPrecision(6))}%`;
    case 'seconds':
      return `${threshold}s`;
    case 'per_second':
      return String(threshold);
  }
}

/** Turns the placeholders of a description into Prometheus' template language. */
function renderDescription(alert: AlertDef): string {
  return alert.description.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'value') {
      return `{{ $value | ${HUMANIZED[alert.unit]} }}`;
    }
    return name === 'threshold' ? renderThreshold(alert) : `{{ $labels.${name} }}`;
  });
}

function applySettings(
  alert: AlertDef<AlertName>,
  settings: BundleConfig['alerts'][AlertName],
): AlertDef<AlertName> {
  const { threshold = alert.threshold, forSeconds = alert.forSeconds, severity = alert.severity } = settings;
  return { ...alert, threshold, forSeconds, severity };
}

function buildAlertRule({ alert, value }: AlertExpr, grafanaUrl: string) {
  return {
    alert: alert.name,
    expr: above(value, alert.threshold).text,
    for: renderDuration(alert.forSeconds),
    labels: { severity: alert.severity },
    annotations: {
      summary: alert.summary,
      description: renderDescription(alert),
      dashboard_url: `${grafanaUrl}/d/${OVERVIEW_UID}`,
    },
  };
}

function listGroups(catalogue: Catalogue, records: Records, applicationJob: string): readonly AlertGroup[] {
  return [buildHttpAlerts(records), buildMemoryAlerts(records, applicationJob), buildCustomAlerts(catalogue)];
}

/** The contents of `prometheus/rules/alerts.yml`: every alert that is enabled, with the user's settings. */
export function buildAlertRules(catalogue: Catalogue, records: Records, config: BundleConfig) {
  const groups = listGroups(catalogue, records, config.applicationJob).map(group => ({
    name: group.name,
    rules: group.alerts
      .filter(({ alert }) => config.alerts[alert.name].enabled)
      .map(each => ({ ...each, alert: applySettings(each.alert, config.alerts[each.alert.name]) }))
      .map(each => buildAlertRule(each, config.grafanaUrl.replace(/\/$/, ''))),
  }));
  return { groups: groups.filter(group => group.rules.length > 0) };
}
