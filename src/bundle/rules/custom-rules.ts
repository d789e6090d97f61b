import { type BundleConfig, type Config, locateSetting } from '../../config/index.ts';
import { AiwatchError } from '../../errors.ts';
import { renderDuration } from '../duration.ts';
import { listRecords, type Records } from '../records/index.ts';
import type { AlertRule } from './alert-rules.ts';
import { findPromqlMistake } from './parse-promql.ts';

type CustomAlert = BundleConfig['customAlerts'][number];
type CustomRecord = BundleConfig['customRecords'][number];
type Kind = 'customAlerts' | 'customRecords';

/** PROMQL_INVALID, with the place in the file and the place in the expression. */
function checkExpression(config: Config, kind: Kind, index: number, expr: string): void {
  const mistake = findPromqlMistake(expr);
  if (mistake === undefined) return;
  const { line, column, excerpt } = mistake;
  throw new AiwatchError('PROMQL_INVALID', {
    where: locateSetting(config, ['bundle', kind, index, 'expr']),
    found: `a mistake in line ${line}, column ${column} of the expression`,
    excerpt,
  });
}

/** RULE_NAME_TAKEN for a record that aiwatch has already. */
function checkRecordName(config: Config, index: number, name: string, taken: readonly string[]): void {
  if (!taken.includes(name)) return;
  const where = locateSetting(config, ['bundle', 'customRecords', index, 'name']);
  throw new AiwatchError('RULE_NAME_TAKEN', { where, found: name });
}

function buildAlert(alert: CustomAlert): AlertRule {
  const { name, expr, forSeconds, keepFiringForSeconds, severity, team, runbookUrl, dashboardUrl } = alert;
  return {
    alert: name,
    expr,
    for: renderDuration(forSeconds),
    ...(keepFiringForSeconds === 0 ? {} : { keep_firing_for: renderDuration(keepFiringForSeconds) }),
    labels: { severity, team, ...alert.labels },
    annotations: {
      summary: alert.summary,
      description: alert.description,
      ...(runbookUrl === undefined ? {} : { runbook_url: runbookUrl }),
      ...(dashboardUrl === undefined ? {} : { dashboard_url: dashboardUrl }),
      ...alert.annotations,
    },
  };
}

function buildRecord({ name, expr, labels }: CustomRecord) {
  return { record: name, expr, ...(Object.keys(labels).length === 0 ? {} : { labels }) };
}

/**
 * The contents of `prometheus/rules/custom.yml`: the user's own records, then the user's own alerts; undefined where
 * there are none. Throws PROMQL_INVALID and RULE_NAME_TAKEN with the place in aiwatch.yml.
 */
export function buildCustomRules(config: Config, records: Records) {
  const { customAlerts, customRecords } = config.bundle;
  const taken = listRecords(records).map(({ name }) => name);
  customRecords.forEach(({ name, expr }, index) => {
    checkRecordName(config, index, name, taken);
    checkExpression(config, 'customRecords', index, expr);
  });
  customAlerts.forEach(({ expr }, index) => {
    checkExpression(config, 'customAlerts', index, expr);
  });
  const groups = [
    { name: 'aiwatch-custom-records', rules: customRecords.map(buildRecord) },
    { name: 'aiwatch-custom', rules: customAlerts.map(buildAlert) },
  ].filter(({ rules }) => rules.length > 0);
  return groups.length === 0 ? undefined : { groups };
}
