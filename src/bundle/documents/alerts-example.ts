import { stringify } from 'yaml';
import { type AlertDef, type AlertName, type AlertUnit, buildCatalogue } from '../../catalogue/index.ts';
import { parseConfig } from '../../config/index.ts';
import { buildAlertGroups } from '../alert-groups/index.ts';
import { buildRecords } from '../records/index.ts';
import type { DocumentSection } from './document-section.ts';

/** What a threshold is counted in, as a sentence goes on with it. */
const UNIT_WORDS: Readonly<Record<AlertUnit, string>> = {
  ratio: 'a fraction of 1',
  seconds: 'in seconds',
  per_second: 'in events per second',
  count: 'a number of things',
  bytes: 'in bytes',
  usd: 'in US dollars',
  burn_rate: 'in multiples of the rate that uses up the error budget exactly',
  boolean: '1 for yes, 0 for no',
};

/** The settings of an alert with their defaults, in one line. */
function renderSettings(alert: AlertDef<AlertName>): string {
  const settings = {
    enabled: true,
    ...(alert.threshold === undefined ? {} : { threshold: alert.threshold }),
    forSeconds: alert.forSeconds,
    keepFiringForSeconds: alert.keepFiringForSeconds ?? 0,
    ...(alert.severity === 'none' ? {} : { severity: alert.severity }),
    labels: { team: alert.team },
    annotations: {},
  };
  const text = stringify({ [alert.name]: settings }, { collectionStyle: 'flow', lineWidth: 0 });
  return text.trim().replace(/^\{ (.*) \}$/s, '$1');
}

function renderAlert(alert: AlertDef<AlertName>): readonly string[] {
  const unit = alert.threshold === undefined ? '' : ` The threshold is ${UNIT_WORDS[alert.unit]}.`;
  return [`  # ${alert.summary}${unit}`, `  ${renderSettings(alert)}`];
}

/** The settings of every alert with their defaults, commented out, for `aiwatch.example.yml`. */
export function buildAlertsExample(): DocumentSection {
  const catalogue = buildCatalogue();
  const { bundle } = parseConfig({});
  const groups = buildAlertGroups({ ...bundle, catalogue, records: buildRecords(catalogue, bundle) });
  const lines = groups.flatMap(({ alerts }) => alerts.flatMap(({ alert }) => renderAlert(alert)));
  const text = ['alerts:', ...lines].map(line => `  # ${line}`).join('\n');
  return { path: 'aiwatch.example.yml', name: 'alerts', text };
}
