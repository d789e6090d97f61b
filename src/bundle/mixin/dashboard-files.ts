import type { BundleSource, NamedDashboard } from '../bundle-source.ts';
import type { GeneratedFile } from '../writing/generated-file.ts';
import { insertMatchers } from './insert-matchers.ts';
import { buildJsonnetFile, fillIn, renderJsonnet } from './jsonnet.ts';

/** Fields that hold queries of variables; `expr` is PromQL wherever it is. */
const VARIABLE_QUERIES: readonly string[] = ['query', 'definition'];

/** `label_values(expression, label)` and `query_result(expression)` are Grafana's; PromQL is only what is inside. */
function insertInVariable(query: string): string {
  return query.replace(
    /^(label_values|query_result)\((.+?)(, \w+)?\)$/,
    (_, name: string, expr: string, label = '') => `${name}(${insertMatchers(expr)}${label})`,
  );
}

function insertInField(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return insertInAll(value);
  if (name === 'expr') return fillIn(insertMatchers(value));
  return VARIABLE_QUERIES.includes(name) ? fillIn(insertInVariable(value)) : value;
}

/** A dashboard with matchers to be filled in, in every query. */
function insertInAll(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(insertInAll);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, insertInField(name, child)]));
}

function buildDashboardFile({ name, dashboard }: NamedDashboard): GeneratedFile {
  const code = `function(fields) ${renderJsonnet(insertInAll(dashboard))}`;
  return buildJsonnetFile(`dashboards/${name}.libsonnet`, code);
}

/** One file per dashboard, and the one that names them. */
export function buildDashboardFiles({ dashboards }: BundleSource): readonly GeneratedFile[] {
  const lines = [
    "local render = import 'render.libsonnet';",
    '',
    '{',
    '  local fields = render.matchers($._config.dashboardSelector),',
    '  grafanaDashboards+:: {',
    ...dashboards.map(
      ({ name }) => `    'aiwatch-${name}.json': (import 'dashboards/${name}.libsonnet')(fields),`,
    ),
    '  },',
    '}',
  ];
  return [buildJsonnetFile('dashboards.libsonnet', lines.join('\n')), ...dashboards.map(buildDashboardFile)];
}
