import type { DataPanel, FieldOverride } from './model.ts';
import { buildDataPanel, type PanelOptions, type QueryOptions, type Unplaced } from './panel.ts';

/** A column of numbers: one query, its heading and its unit. */
export interface ColumnOptions extends Omit<QueryOptions, 'legend'> {
  readonly heading: string;
  /** A unit id of Grafana. */
  readonly unit: string;
}

/** A table of the latest values: one row per combination of the labels, one column per query. */
export interface TableOptions extends Omit<PanelOptions, 'queries' | 'overrides'> {
  /** Labels and their headings, in the order of the columns. */
  readonly labels: Readonly<Record<string, string>>;
  readonly columns: readonly ColumnOptions[];
  /** Heading of the column that it is sorted by, largest first. */
  readonly sortBy: string;
}

/** The name that Grafana gives to the value of one query of a table: without its letter where there is no other. */
function valueField(index: number, queries: number): string {
  return queries === 1 ? 'Value' : `Value #${String.fromCharCode('A'.charCodeAt(0) + index)}`;
}

function buildOverride({ heading, unit }: ColumnOptions): FieldOverride {
  return { matcher: { id: 'byName', options: heading }, properties: [{ id: 'unit', value: unit }] };
}

/** Builds a table; queries are joined by their labels. */
export function buildTable({ labels, columns, sortBy, ...options }: TableOptions): Unplaced<DataPanel> {
  const fields = [...Object.keys(labels), ...columns.map((_, index) => valueField(index, columns.length))];
  const headings = [...Object.values(labels), ...columns.map(column => column.heading)];
  return buildDataPanel(
    {
      ...options,
      queries: columns.map(({ heading, unit: _unit, ...query }) => ({ ...query, legend: heading })),
      overrides: columns.map(buildOverride),
    },
    {
      type: 'table',
      instant: true,
      format: 'table',
      color: { mode: 'thresholds' },
      custom: { align: 'auto', cellOptions: { type: 'auto' }, filterable: false },
      options: { showHeader: true, cellHeight: 'sm', sortBy: [{ displayName: sortBy, desc: true }] },
      transformations: [
        { id: 'merge', options: {} },
        {
          id: 'organize',
          options: {
            excludeByName: { Time: true },
            indexByName: Object.fromEntries(fields.map((field, index) => [field, index])),
            renameByName: Object.fromEntries(fields.map((field, index) => [field, headings[index] ?? field])),
          },
        },
      ],
    },
  );
}
