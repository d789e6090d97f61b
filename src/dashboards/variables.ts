import type { DatasourceVariable, QueryVariable, VariableChoice } from './model.ts';
import { DATASOURCE } from './panel.ts';

/** Builds the variable that chooses the Prometheus to read. */
export function buildDatasourceVariable(current?: VariableChoice): DatasourceVariable {
  return {
    type: 'datasource',
    name: 'datasource',
    label: 'Data source',
    query: 'prometheus',
    hide: 0,
    refresh: 1,
    regex: '',
    multi: false,
    includeAll: false,
    options: [],
    ...(current === undefined ? {} : { current }),
  };
}

/**
 * Builds a variable that chooses some of a label's values, at first all of them.
 * @param query a `label_values(…)` query.
 */
export function buildLabelVariable(name: string, label: string, query: string): QueryVariable {
  return {
    type: 'query',
    name,
    label,
    datasource: DATASOURCE,
    query,
    definition: query,
    hide: 0,
    refresh: 2,
    regex: '',
    sort: 1,
    multi: true,
    includeAll: true,
    allValue: '.+',
    options: [],
    current: { selected: true, text: ['All'], value: ['$__all'] },
  };
}
