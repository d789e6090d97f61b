import type { DataPanel, FieldOverride, ThresholdStep, ValueMapping } from './model.ts';
import {
  buildDataPanel,
  type LinkOptions,
  type PanelOptions,
  type QueryOptions,
  type Unplaced,
} from './panel.ts';

/** A column of numbers: one query, its heading and its unit. */
export interface ColumnOptions extends Pick<QueryOptions, 'expr'> {
  readonly heading: string;
  /** A unit id of Grafana. */
  readonly unit: string;
  readonly decimals?: number;
  /** Colours of the numbers, by their size. */
  readonly thresholds?: readonly ThresholdStep[];
  /** Texts and colours that stand for numbers. */
  readonly mappings?: readonly ValueMapping[];
}

/** A table of the latest values: one row per combination of the labels, one column per query. */
export interface TableOptions extends Omit<PanelOptions, 'queries' | 'overrides'> {
  /** Labels and their headings, in the order of the columns. */
  readonly labels: Readonly<Record<string, string>>;
  readonly columns: readonly ColumnOptions[];
  /** Links of the labels' cells; `${__value.text}` in their address is the label's value. */
  readonly cellLinks?: Readonly<Record<string, LinkOptions>>;
  /** Heading of the column that it is sorted by, largest first. */
  readonly sortBy: string;
  /** Whether the smallest comes first instead. */
  readonly isAscending?: boolean;
}

/** The name that Grafana gives to the value of one query of a table: without its letter where there is no other. */
function valueField(index: number, queries: number): string {
  return queries === 1 ? 'Value' : `Value #${String.fromCharCode('A'.charCodeAt(0) + index)}`;
}

function buildOverride({ heading, unit, decimals, thresholds, mappings }: ColumnOptions): FieldOverride {
  const isColoured = thresholds !== undefined || mappings !== undefined;
  return {
    matcher: { id: 'byName', options: heading },
    properties: [
      { id: 'unit', value: unit },
      ...(decimals === undefined ? [] : [{ id: 'decimals', value: decimals }]),
      ...(thresholds === undefined
        ? []
        : [{ id: 'thresholds', value: { mode: 'absolute', steps: thresholds } }]),
      ...(mappings === undefined ? [] : [{ id: 'mappings', value: mappings }]),
      ...(isColoured ? [{ id: 'custom.cellOptions', value: { type: 'color-text' } }] : []),
    ],
  };
}

function buildCellLinks({ labels, cellLinks = {} }: TableOptions): readonly FieldOverride[] {
  return Object.entries(cellLinks).map(([label, link]) => ({
    matcher: { id: 'byName', options: labels[label] ?? label },
    properties: [{ id: 'links', value: [link] }],
  }));
}

/** Builds a table; queries are joined by their labels. */
export function buildTable(table: TableOptions): Unplaced<DataPanel> {
  const { labels, columns, sortBy, isAscending = false, cellLinks: _, ...options } = table;
  const fields = [...Object.keys(labels), ...columns.map((_, index) => valueField(index, columns.length))];
  const headings = [...Object.values(labels), ...columns.map(column => column.heading)];
  return buildDataPanel(
    {
      ...options,
      queries: columns.map(({ expr, heading }) => ({ expr, legend: heading })),
      overrides: [...columns.map(buildOverride), ...buildCellLinks(table)],
    },
    {
      type: 'table',
      instant: true,
      format: 'table',
      color: { mode: 'thresholds' },
      custom: { align: 'auto', cellOptions: { type: 'auto' }, filterable: false },
      options: { showHeader: true, cellHeight: 'sm', sortBy: [{ displayName: sortBy, desc: !isAscending }] },
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
