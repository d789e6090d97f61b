import type { QueryResult } from './queries.ts';

/** A cell of a table: times are milliseconds since 1970. */
export type Cell = string | number | null;

export interface Column {
  readonly name: string;
  readonly type: 'number' | 'string' | 'time';
  readonly refId: string;
  readonly cells: readonly Cell[];
}

/** A table of equally long columns. */
export interface Frame {
  readonly refId: string;
  readonly columns: readonly Column[];
}

/** Number of rows of a frame. */
export function countRows(frame: Frame): number {
  return frame.columns[0]?.cells.length ?? 0;
}

/** Turns one query's answer into Grafana's table format: time, one column per label, value. */
function buildFrame(query: QueryResult, valueName: string): Frame {
  const { refId } = query;
  const rows = query.series.flatMap(({ labels, times, values }) =>
    times.map((time, index) => ({ labels, timeMs: time * 1_000, value: values[index] ?? null })),
  );
  const names = [...new Set(query.series.flatMap(({ labels }) => Object.keys(labels)))].toSorted();
  const columns: Column[] = [
    { name: 'Time', type: 'time', refId, cells: rows.map(row => row.timeMs) },
    ...names.map(
      (name): Column => ({
        name,
        type: 'string',
        refId,
        cells: rows.map(({ labels }) => (Object.hasOwn(labels, name) ? (labels[name] ?? null) : null)),
      }),
    ),
    { name: valueName, type: 'number', refId, cells: rows.map(row => row.value) },
  ];
  return { refId, columns };
}

/** One frame per query; values are named `Value #A` when there are several queries, as in Grafana. */
export function buildFrames(queries: readonly QueryResult[]): readonly Frame[] {
  return queries.map(query => buildFrame(query, queries.length > 1 ? `Value #${query.refId}` : 'Value'));
}
