import type { AlertDef, AlertUnit } from '../../catalogue/index.ts';
import { trimSlash } from '../../config/index.ts';
import { boardUid } from '../boards/uids.ts';

/** How Prometheus writes a value of each unit. */
const FORMATTED_VALUE: Readonly<Record<AlertUnit, string>> = {
  ratio: '$value | humanizePercentage',
  seconds: '$value | humanizeDuration',
  per_second: '$value | humanize',
  count: 'printf "%.0f" $value',
  bytes: '$value | humanize1024',
  usd: 'printf "%.2f" $value',
  burn_rate: 'printf "%.1f" $value',
  boolean: '$value',
};

const PERCENT = 100;
const BYTES_PER_MIB = 2 ** 20;
/** So many digits are enough for a person, and hide what binary fractions add. */
const DIGITS = 6;

function renderThreshold({ unit, threshold = 0 }: AlertDef): string {
  switch (unit) {
    case 'ratio':
      return `${Number((threshold * PERCENT).toPrecision(DIGITS))}%`;
    case 'seconds':
      return `${threshold}s`;
    case 'bytes':
      return `${Number((threshold / BYTES_PER_MIB).toPrecision(DIGITS))} MiB`;
    default:
      return String(threshold);
  }
}

/** Turns the placeholders of a description into Prometheus' template language. */
export function renderDescription(alert: AlertDef, threshold = renderThreshold(alert)): string {
  return alert.description.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'value') {
      return `{{ ${FORMATTED_VALUE[alert.unit]} }}`;
    }
    return name === 'threshold' ? threshold : `{{ $labels.${name} }}`;
  });
}

/** The board of an alert, with the job, the instance and the objective that it is about chosen there. */
export function renderDashboardUrl({ board, labels }: AlertDef, grafanaUrl: string): string {
  const variables = ['job', 'instance', 'slo']
    .filter(name => labels.includes(name))
    .map(name => `var-${name}={{ $labels.${name} | urlquery }}`);
  const query = variables.length === 0 ? '' : `?${variables.join('&')}`;
  return `${trimSlash(grafanaUrl)}/d/${boardUid(board)}${query}`;
}

/** The page of `docs/runbooks` that says what to do, as the aiwatch server or a web site of yours shows it. */
export function renderRunbookUrl({ name, runbook = name }: AlertDef, runbooksUrl: string): string {
  return `${trimSlash(runbooksUrl)}/${runbook}`;
}
