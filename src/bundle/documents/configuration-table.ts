import { listSettings, type Setting } from '../../config/index.ts';
import { type DocumentSection, renderTable } from './document-section.ts';

function buildRow({ key, type, default: fallback, description, variable }: Setting): readonly string[] {
  const what = variable === undefined ? description : `${description} Or \`${variable}\`.`;
  return [`\`${key}\``, type, fallback === undefined ? '' : `\`${fallback}\``, what];
}

/** All alerts have the same settings, but for those without a threshold, so the table says them once. */
function foldAlerts(settings: readonly Setting[]): readonly Setting[] {
  const seen = new Set<string>();
  return settings
    .map(setting => ({ ...setting, key: setting.key.replace(/^(bundle\.alerts)\.\w+/, '$1.<alert>') }))
    .filter(({ key }) => !seen.has(key) && seen.add(key));
}

/** All settings, from the schema. */
export function buildConfigurationTable(): DocumentSection {
  return {
    path: 'docs/configuration.md',
    name: 'settings',
    text: renderTable(
      ['setting', 'type', 'default', 'what it does'],
      foldAlerts(listSettings()).map(buildRow),
    ),
  };
}
