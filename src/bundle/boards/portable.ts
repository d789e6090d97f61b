import type { Dashboard, Panel, VariableChoice } from '../../dashboards/index.ts';

const INPUT = 'DS_PROMETHEUS';

/** What Grafana's import form asks for. */
interface ImportInput {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly type: 'datasource';
  readonly pluginId: 'prometheus';
  readonly pluginName: 'Prometheus';
}

/** A dashboard that a person imports by hand. */
export interface PortableDashboard extends Dashboard {
  readonly __inputs: readonly ImportInput[];
}

/**
 * The value of the data source variable in a portable dashboard. The import form replaces it by the data source that the
 * person chooses; where it is not replaced it is no valid choice, and Grafana falls back to its default data source.
 */
export const CHOSEN_AT_IMPORT: VariableChoice = {
  text: `\${${INPUT}}`,
  value: `\${${INPUT}}`,
};

/** Without links to other boards, which need not be there. */
function unlink(panel: Panel): Panel {
  if (!('fieldConfig' in panel)) return panel;
  const { links: _, fieldConfig, ...rest } = panel;
  const overrides = fieldConfig.overrides
    .map(override => ({ ...override, properties: override.properties.filter(({ id }) => id !== 'links') }))
    .filter(({ properties }) => properties.length > 0);
  return { ...rest, fieldConfig: { ...fieldConfig, overrides } };
}

/** Makes Grafana's import form ask for the data source. Panels go on reading the variable, so it can be changed later. */
export function buildPortable(dashboard: Dashboard): PortableDashboard {
  const { description, ...rest } = dashboard;
  const input: ImportInput = {
    name: INPUT,
    label: 'Prometheus',
    description: 'The Prometheus that scrapes the application.',
    type: 'datasource',
    pluginId: 'prometheus',
    pluginName: 'Prometheus',
  };
  return { description, __inputs: [input], ...rest, panels: dashboard.panels.map(unlink) };
}
