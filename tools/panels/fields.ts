import type { FieldConfig, Panel } from './dashboard.ts';
import { resolveFieldConfig } from './field-config.ts';
import type { NumberFormat } from './number-format.ts';
import type { Labels } from './prometheus.ts';
import type { QueryResult } from './queries.ts';
import { findUnit } from './units.ts';

/** A series of numbers with its name and its settings: what most panels draw. */
export interface Field {
  readonly name: string;
  readonly refId: string;
  readonly labels: Labels;
  /** Seconds since 1970. */
  readonly times: readonly number[];
  /** Without a value: null. NaN stays NaN, ±Infinity stays. */
  readonly values: readonly number[];
  readonly config: FieldConfig;
  readonly format: NumberFormat;
  /** Position among the fields of the panel: decides the colour from the palette. */
  readonly index: number;
}

function writeLabels({ __name__: metric = '', ...labels }: Labels): string {
  const inside = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return inside.length === 0 && metric ? metric : `${metric}{${inside.join(', ')}}`;
}

/** A legend's `{{label}}` filled in; labels that a series lacks leave nothing. */
function fillLegend(legendFormat: string, labels: Labels): string {
  return legendFormat.replace(/\{\{\s*(.+?)\s*\}\}/g, (_, label: string) => labels[label] ?? '');
}

/** The label that every series has and has alone, if there is one: its value is then the series' name. */
function findSingleLabel(all: readonly Labels[]): string | undefined {
  const names = new Set(all.flatMap(labels => Object.keys(labels)));
  const [only] = names;
  return names.size === 1 && all.every(labels => Object.keys(labels).length === 1) ? only : undefined;
}

function nameSeries(query: QueryResult, labels: Labels, singleLabel: string | undefined): string {
  if (Object.keys(labels).length === 0 && ['', '__auto'].includes(query.legendFormat)) return query.expr;
  if (query.legendFormat === '__auto') {
    return (singleLabel === undefined ? undefined : labels[singleLabel]) ?? writeLabels(labels);
  }
  return query.legendFormat === '' ? writeLabels(labels) : fillLegend(query.legendFormat, labels);
}

/** The format of a field: its unit, and its decimals where they are fixed. */
export function resolveFormat(config: Pick<FieldConfig, 'unit' | 'decimals'>): NumberFormat {
  const { format } = findUnit(config.unit);
  return typeof config.decimals === 'number' ? { ...format, decimals: config.decimals } : format;
}

/** Names every series as Grafana does (legend, automatic name, display name) and gives it its settings. */
export function buildFields(panel: Panel, queries: readonly QueryResult[]): readonly Field[] {
  const fields: Field[] = [];
  const automatic = queries.filter(query => query.legendFormat === '__auto');
  const singleLabel = findSingleLabel(automatic.flatMap(query => query.series.map(series => series.labels)));
  for (const query of queries) {
    for (const series of query.series) {
      const name = nameSeries(query, series.labels, singleLabel);
      const config = resolveFieldConfig(panel, { name, refId: query.refId, type: 'number' });
      fields.push({
        name: config.displayName ? fillDisplayName(config.displayName, name, series.labels) : name,
        refId: query.refId,
        labels: series.labels,
        times: series.times,
        values: series.values,
        config,
        format: resolveFormat(config),
        index: fields.length,
      });
    }
  }
  return fields;
}

/** `${__field.labels.model}`, `${__field.name}` and `${__series.name}` in a display name. */
function fillDisplayName(displayName: string, name: string, labels: Labels): string {
  return displayName.replace(
    /\$\{__(field|series)\.(name|labels(?:\.(\w+))?)\}/g,
    (_, _kind, part, label) => {
      if (part === 'name') return name;
      return label === undefined ? writeLabels(labels) : (labels[label] ?? '');
    },
  );
}
