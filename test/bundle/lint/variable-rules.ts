import type { Dashboard, QueryVariable } from '../../../src/dashboards/index.ts';
import { expandVariables, findSyntaxErrors } from './expressions.ts';
import type { Rule } from './problem.ts';

const DATASOURCE_REFS = ['$datasource', `\${datasource}`];

const listQueries = (dashboard: Dashboard): readonly QueryVariable[] =>
  dashboard.templating.list.filter(variable => variable.type === 'query');

/** template-datasource-rule of dashboard-linter 0.2.0. */
export const templateDatasource: Rule = ({ templating }) => {
  const variables = templating.list.filter(variable => variable.type === 'datasource');
  const [first] = variables;
  return variables.length === 1 && first?.name === 'datasource' && first.label === 'Data source'
    ? []
    : ['there is no variable "datasource" with the label "Data source"'];
};

function checkTargetVariable(dashboard: Dashboard, name: string, label: string): readonly string[] {
  const variable = listQueries(dashboard).find(each => each.name === name);
  if (variable === undefined) {
    return [`there is no variable "${name}"`];
  }
  const checks: readonly [boolean, string][] = [
    [variable.label === label, `its label is not "${label}"`],
    [variable.multi, 'it is not multi'],
    [variable.allValue === '.+', 'its allValue is not ".+"'],
    [DATASOURCE_REFS.includes(variable.datasource.uid), 'its data source is not the variable'],
  ];
  return checks.filter(([holds]) => !holds).map(([, problem]) => `${name}: ${problem}`);
}

/** template-job-rule. */
export const templateJob: Rule = dashboard => checkTargetVariable(dashboard, 'job', 'Job');

/** template-instance-rule. */
export const templateInstance: Rule = dashboard => checkTargetVariable(dashboard, 'instance', 'Instance');

/** template-label-promql-rule. */
export const templateQueries: Rule = dashboard =>
  listQueries(dashboard).flatMap(({ name, query }) => {
    const match = /^(label_names|label_values|metrics|query_result)\((.+)\)$/.exec(query);
    const argument = match?.[2]?.replace(/,\s*\w+$/, '');
    return argument !== undefined && findSyntaxErrors(expandVariables(argument)).length === 0
      ? []
      : [`${name}: ${query} is no query`];
  });

/** template-on-time-change-reload-rule. */
export const templateReload: Rule = dashboard =>
  listQueries(dashboard)
    .filter(variable => variable.refresh !== 2)
    .map(variable => `${variable.name}: not queried again when the time range changes`);

/** uneditable-dashboard. */
export const uneditable: Rule = ({ editable }) => (editable ? ['the dashboard is editable'] : []);

/** Variables that Grafana fills in itself begin with two underscores. */
const VARIABLE = /\$\{?([a-z]\w*)/g;

/** Every variable that is named exists, and every one that exists is named. */
export const variablesAreUsed: Rule = dashboard => {
  const names = dashboard.templating.list.map(({ name }) => name);
  const { templating: _, ...rest } = dashboard;
  const queries = listQueries(dashboard).map(({ query }) => query);
  const used = [...JSON.stringify([rest, queries]).matchAll(VARIABLE)].map(match => match[1] ?? '');
  return [
    ...used.filter(name => !names.includes(name)).map(name => `there is no variable ${name}`),
    ...names.filter(name => !used.includes(name)).map(name => `the variable ${name} is not used`),
  ];
};
