import type { Panel } from '../dashboard.ts';
import type { QueryResult } from '../queries.ts';
import { type BuiltModel, finiteOrNull, type StatCard } from './panel-model.ts';
import { type ReducedValue, reduceFields } from './reduced-values.ts';

/** A line needs two points. */
const FEWEST_POINTS = 2;

function buildCard({ field, name, display }: ReducedValue, withGraph: boolean): StatCard {
  const drawable = withGraph && field.values.length >= FEWEST_POINTS;
  return {
    name,
    value: display.parts,
    color: display.color,
    sparkline: drawable ? { values: field.values.map(finiteOrNull) } : null,
  };
}

/** Model of a stat panel: one card per series, with a line of its past behind it. */
export function buildStat(panel: Panel, queries: readonly QueryResult[]): BuiltModel {
  const options = panel.options ?? {};
  const { values, warnings } = reduceFields(panel, queries);
  const textMode = options.textMode ?? 'auto';
  return {
    model: {
      type: 'stat',
      cards: values.map(value => buildCard(value, options.graphMode !== 'none')),
      colorMode: options.colorMode ?? 'value',
      showName: textMode === 'auto' ? values.length > 1 : ['name', 'value_and_name'].includes(textMode),
      showValue: !['name', 'none'].includes(textMode),
      orientation: options.orientation ?? 'auto',
      justify: options.justifyMode ?? 'auto',
    },
    warnings,
  };
}
