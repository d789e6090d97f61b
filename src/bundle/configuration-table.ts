import { listSettings, type Setting } from '../config/index.ts';
import { GENERATED } from './generated-file.ts';

/** The document that lists all settings. */
export const CONFIGURATION_DOCUMENT = 'docs/configuration.md';

const BEGIN = '<!-- settings: begin';
const END = '<!-- settings: end -->';

function buildRow({ key, type, default: fallback, description, variable }: Setting): string {
  const cells = [`\`${key}\``, type, fallback === undefined ? '' : `\`${fallback}\``, description];
  const withVariable =
    variable === undefined ? cells : [...cells.slice(0, 3), `${description} Or \`${variable}\`.`];
  return `| ${withVariable.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** Alerts have the same four settings each, so the table says them once. */
function foldAlerts(settings: readonly Setting[]): readonly Setting[] {
  const seen = new Set<string>();
  return settings
    .map(setting => ({ ...setting, key: setting.key.replace(/^(bundle\.alerts)\.\w+/, '$1.<alert>') }))
    .filter(({ key }) => !seen.has(key) && seen.add(key));
}

/** Replaces the table between the markers of the document by one made from the schema. */
export function updateConfigurationTable(document: string): string {
  const [before, rest] = document.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) {
    return document;
  }
  const rows = foldAlerts(listSettings()).map(buildRow);
  const table = ['| setting | type | default | what it does |', '|---|---|---|---|', ...rows].join('\n');
  return `${before}${BEGIN}. ${GENERATED} -->\n${table}\n${END}${after}`;
}
