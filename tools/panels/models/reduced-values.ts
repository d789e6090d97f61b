import type { FieldConfig, Panel } from '../dashboard.ts';
import { type DisplayValue, displayNumber } from '../display-value.ts';
import { buildFields, type Field } from '../fields.ts';
import type { QueryResult } from '../queries.ts';
import { findCalculation } from '../reduce.ts';
import { type Bounds, configBounds } from '../value-colors.ts';

/** One number per series, as stat, gauge and bar gauge show it. */
export interface ReducedValue {
  readonly field: Field;
  readonly name: string;
  readonly value: number | null;
  readonly display: DisplayValue;
  /** The scale that the value is on. */
  readonly bounds: Bounds;
}

export interface ReducedValues {
  readonly values: readonly ReducedValue[];
  readonly warnings: readonly string[];
}

/** The scale: as set; where it is not, from 0 (or the smallest value) to the largest of all values. */
function resolveBounds(config: FieldConfig, all: readonly (number | null)[]): Bounds {
  const found = all.filter((value): value is number => value !== null && Number.isFinite(value));
  const percentage = config.unit === 'percent' || config.unit === 'percentunit';
  const largest = percentage || found.length === 0 ? configBounds(config).max : Math.max(...found, 0);
  const min = config.min ?? Math.min(...found, 0);
  const max = config.max ?? largest;
  return { min, max: max > min ? max : min + 1 };
}

function findTableWarnings(panel: Panel, queries: readonly QueryResult[]): readonly string[] {
  if (panel.options?.reduceOptions?.values === true) return [];
  const tables = queries.filter(query => query.format === 'table' && query.series.length > 1);
  return tables.map(
    ({ refId }) => `Query ${refId}: in format "table" Grafana shows one value, not one per series.`,
  );
}

/** Reduces every series of a panel with its calculation (`lastNotNull` unless set), up to its limit. */
export function reduceFields(panel: Panel, queries: readonly QueryResult[]): ReducedValues {
  const { calcs = ['lastNotNull'], limit, fields: chosen = '' } = panel.options?.reduceOptions ?? {};
  const [id = 'lastNotNull'] = calcs;
  const calculation = findCalculation(id) ?? findCalculation('lastNotNull');
  const warnings = [...findTableWarnings(panel, queries)];
  if (!findCalculation(id)) warnings.push(`Calculation "${id}" is not supported; the last value is shown.`);
  if (calcs.length > 1) warnings.push('Only the first of several calculations is shown.');
  if (chosen !== '') warnings.push(`The choice of fields "${chosen}" is not supported: all are shown.`);
  const fields = buildFields(panel, queries);
  const numbers = fields.map(({ values }) => calculation?.reduce(values) ?? null);
  const reduced = fields.map((field, index): ReducedValue => {
    const value = numbers[index] ?? null;
    const bounds = resolveBounds(field.config, numbers);
    const display = displayNumber({ ...field.config, ...bounds }, field.format, value, field.index);
    return { field, name: field.name, value, display, bounds };
  });
  return { values: reduced.slice(0, limit ?? reduced.length), warnings };
}
