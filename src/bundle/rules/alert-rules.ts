import type { AlertDef, AlertName, Catalogue } from '../../catalogue/index.ts';
import type { BundleConfig } from '../../config/index.ts';
import { type AlertCondition, buildAlertGroups } from '../alert-groups/index.ts';
import { renderDuration } from '../duration.ts';
import type { Records } from '../records/index.ts';
import { renderDashboardUrl, renderDescription, renderRunbookUrl } from './alert-texts.ts';

type AlertSettings = BundleConfig['alerts'][AlertName];

/** One alert as a rule file has it. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly keep_firing_for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A group of alerts as a rule file has it. */
export interface AlertRuleGroup {
  readonly name: string;
  readonly rules: readonly AlertRule[];
}

/** The alert with the threshold, durations and severity of the settings. */
export function applySettings(alert: AlertDef<AlertName>, settings: AlertSettings): AlertDef<AlertName> {
  const { enabled: _enabled, labels: _labels, annotations: _annotations, ...changes } = settings;
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  return { ...alert, ...Object.fromEntries(given) };
}

function buildAlertRule(
  alert: AlertDef<AlertName>,
  condition: AlertCondition['condition'],
  config: BundleConfig,
): AlertRule {
  const { labels, annotations } = config.alerts[alert.name];
  const { keepFiringForSeconds = 0, threshold = 0 } = alert;
  return {
    alert: alert.name,
    expr: condition(threshold).text,
    for: renderDuration(alert.forSeconds),
    ...(keepFiringForSeconds === 0 ? {} : { keep_firing_for: renderDuration(keepFiringForSeconds) }),
    labels: { severity: alert.severity, team: alert.team, ...labels },
    annotations: {
      summary: alert.summary,
      description: renderDescription(alert),
      runbook_url: renderRunbookUrl(alert, config.runbooksUrl),
      dashboard_url: renderDashboardUrl(alert, config.grafanaUrl),
      ...annotations,
    },
  };
}

/** The contents of `prometheus/rules/alerts.yml`: every alert that is enabled, with the user's settings. */
export function buildAlertRules(
  catalogue: Catalogue,
  records: Records,
  config: BundleConfig,
): { readonly groups: readonly AlertRuleGroup[] } {
  const { applicationJob, slos } = config;
  const groups = buildAlertGroups({ catalogue, records, applicationJob, slos }).map(({ name, alerts }) => ({
    name,
    rules: alerts
      .filter(({ alert }) => config.alerts[alert.name].enabled)
      .map(({ alert, condition }) =>
        buildAlertRule(applySettings(alert, config.alerts[alert.name]), condition, config),
      ),
  }));
  return { groups: groups.filter(group => group.rules.length > 0) };
}
