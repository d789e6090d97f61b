import type { FieldConfig, Panel } from '../dashboard.ts';
import { displayNumber, displayText } from '../display-value.ts';
import { resolveFieldConfig } from '../field-config.ts';
import { resolveFormat } from '../fields.ts';
import { buildFrames, type Cell, type Column, type Frame } from '../frames.ts';
import type { QueryResult } from '../queries.ts';
import { sortFrame, transformFrames } from '../transformations.ts';
import type { BuiltModel, TableCell } from './panel-model.ts';

/** Rows beyond this are left out, with a warning: nobody reads them, and the page stays small. */
const MOST_ROWS = 500;

const PLAIN_STYLES = ['auto', 'color-text', 'color-background', 'color-background-solid'];
const GAUGE_STYLES = ['gauge', 'gradient-gauge', 'lcd-gauge', 'basic'];

interface ConfiguredColumn {
  readonly column: Column;
  readonly config: FieldConfig;
}

function cellStyle({ custom }: FieldConfig): string {
  return custom?.cellOptions?.type ?? custom?.displayMode ?? 'auto';
}

function formatTime(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 19).replace('T', ' ');
}

/** Share of a cell's bar: of the column's own largest value, unless the scale is set. */
function barShare(config: FieldConfig, column: Column, value: number): number {
  const found = column.cells.filter(cell => typeof cell === 'number' && Number.isFinite(cell)).map(Number);
  const min = config.min ?? 0;
  const max = config.max ?? Math.max(...found, min);
  return max > min ? Math.min(1, Math.max(0, (value - min) / (max - min))) : 0;
}

function buildCell({ column, config }: ConfiguredColumn, cell: Cell): TableCell {
  if (column.type === 'time' && typeof cell === 'number') return { text: formatTime(cell) };
  const display =
    typeof cell === 'string'
      ? displayText(config, cell)
      : displayNumber({ noValue: '', ...config }, resolveFormat(config), cell);
  const style = cellStyle(config);
  if (style === 'color-text') return { text: display.text, color: display.color };
  if (style.startsWith('color-background')) return { text: display.text, background: display.color };
  if (GAUGE_STYLES.includes(style) && typeof cell === 'number') {
    return { text: display.text, color: display.color, share: barShare(config, column, cell) };
  }
  return { text: display.text };
}

function findWarnings(frames: readonly Frame[], queries: readonly QueryResult[]): readonly string[] {
  const warnings: string[] = [];
  if (frames.length > 1) warnings.push('Grafana shows one of these tables at a time: merge them.');
  for (const { refId, format, series } of queries) {
    if (format !== 'table' && series.length > 1) {
      warnings.push(`Query ${refId}: Grafana shows one series at a time unless its format is "table".`);
    }
  }
  return warnings;
}

function findStyleWarnings(columns: readonly ConfiguredColumn[]): readonly string[] {
  const styles = new Set(columns.map(({ config }) => cellStyle(config)));
  const unknown = [...styles].filter(style => ![...PLAIN_STYLES, ...GAUGE_STYLES].includes(style));
  return unknown.map(style => `Cells of type "${style}" are not supported: their text is shown.`);
}

function configureColumns(panel: Panel, frame: Frame): readonly ConfiguredColumn[] {
  const columns = frame.columns.map(column => ({ column, config: resolveFieldConfig(panel, column) }));
  return columns.filter(({ config }) => config.custom?.hidden !== true);
}

/** Model of a table panel, after its transformations. */
export function buildTable(panel: Panel, queries: readonly QueryResult[]): BuiltModel {
  const transformed = transformFrames(buildFrames(queries), panel.transformations ?? []);
  const [rule] = panel.options?.sortBy ?? [];
  const [first = { refId: 'A', columns: [] }] = transformed.frames;
  const frame = rule ? sortFrame(first, rule.displayName, rule.desc === true) : first;
  const columns = configureColumns(panel, frame);
  const rowCount = frame.columns[0]?.cells.length ?? 0;
  const warnings = [
    ...transformed.warnings,
    ...findWarnings(transformed.frames, queries),
    ...findStyleWarnings(columns),
  ];
  if (rowCount > MOST_ROWS) warnings.push(`Only the first ${MOST_ROWS} of ${rowCount} rows are shown.`);
  return {
    model: {
      type: 'table',
      showHeader: panel.options?.showHeader ?? true,
      columns: columns.map(({ column, config }) => ({
        name: config.displayName ?? column.name,
        align: alignment(config, column),
        widthPx: config.custom?.width ?? null,
      })),
      rows: Array.from({ length: Math.min(rowCount, MOST_ROWS) }, (_, row) =>
        columns.map(entry => buildCell(entry, entry.column.cells[row] ?? null)),
      ),
    },
    warnings,
  };
}

function alignment(config: FieldConfig, column: Column): string {
  const set = config.custom?.align ?? 'auto';
  if (set !== 'auto') return set;
  return column.type === 'number' ? 'right' : 'left';
}
