import type { Transformation } from './dashboard.ts';
import { type Cell, type Column, countRows, type Frame } from './frames.ts';

type Options = Readonly<Record<string, unknown>>;
type Transform = (frames: readonly Frame[], options: Options) => readonly Frame[];

function readRecord<T>(options: Options, name: string): Readonly<Record<string, T>> {
  return (options[name] ?? {}) as Readonly<Record<string, T>>;
}

/** Hides, renames and orders columns. */
const organize: Transform = (frames, options) => {
  const excluded = readRecord<boolean>(options, 'excludeByName');
  const renamed = readRecord<string>(options, 'renameByName');
  const order = readRecord<number>(options, 'indexByName');
  const included = readRecord<boolean>(options, 'includeByName');
  const onlyIncluded = Object.keys(included).length > 0;
  return frames.map(frame => {
    const kept = frame.columns.filter(({ name }) => !excluded[name] && (!onlyIncluded || included[name]));
    const last = kept.length;
    const sorted = kept.toSorted((a, b) => (order[a.name] ?? last) - (order[b.name] ?? last));
    return {
      ...frame,
      columns: sorted.map(column => ({ ...column, name: renamed[column.name] || column.name })),
    };
  });
};

function rowKey(frame: Frame, row: number, names: readonly string[]): string {
  return JSON.stringify(
    names.map(name => frame.columns.find(column => column.name === name)?.cells[row] ?? null),
  );
}

/** Joins frames on the columns they all have: rows that agree there become one. */
const merge: Transform = frames => {
  const [first, ...others] = frames.filter(frame => countRows(frame) > 0);
  if (!first || others.length === 0) return first ? [first] : frames.slice(0, 1);
  const all = [first, ...others];
  const shared = first.columns
    .map(column => column.name)
    .filter(name => others.every(frame => frame.columns.some(column => column.name === name)));
  const templates = new Map(
    all.flatMap(frame => frame.columns.map(column => [column.name, column] as const)),
  );
  const rows = new Map<string, Map<string, Cell>>();
  for (const frame of all) {
    for (let row = 0; row < countRows(frame); row++) {
      const key = rowKey(frame, row, shared);
      const target = rows.get(key) ?? new Map<string, Cell>();
      for (const column of frame.columns) target.set(column.name, column.cells[row] ?? null);
      rows.set(key, target);
    }
  }
  const ordered = [...templates.values()].toSorted(
    (a, b) => Number(a.type === 'number') - Number(b.type === 'number'),
  );
  const columns = ordered.map(
    (column): Column => ({ ...column, cells: [...rows.values()].map(row => row.get(column.name) ?? null) }),
  );
  return [{ refId: first.refId, columns }];
};

/** Sorts rows by one column. */
const sortBy: Transform = (frames, options) => {
  const [rule] = (options['sort'] ?? []) as readonly { readonly field: string; readonly desc?: boolean }[];
  return rule ? frames.map(frame => sortFrame(frame, rule.field, rule.desc === true)) : frames;
};

/** Keeps the first rows. */
const limit: Transform = (frames, options) => {
  const most = Number(options['limitField'] ?? 10);
  return frames.map(frame => ({
    ...frame,
    columns: frame.columns.map(column => ({ ...column, cells: column.cells.slice(0, most) })),
  }));
};

const TRANSFORMS: Readonly<Record<string, Transform>> = { organize, merge, sortBy, limit };

function compareCells(a: Cell, b: Cell): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}

/** Sorts the rows of a frame by a column; unknown columns leave the order as it is. */
export function sortFrame(frame: Frame, columnName: string, descending: boolean): Frame {
  const cells = frame.columns.find(column => column.name === columnName)?.cells;
  if (!cells) return frame;
  const rows = cells.map((_, row) => row);
  rows.sort((a, b) => compareCells(cells[a] ?? null, cells[b] ?? null) * (descending ? -1 : 1));
  return {
    ...frame,
    columns: frame.columns.map(column => ({ ...column, cells: rows.map(row => column.cells[row] ?? null) })),
  };
}

/** Runs a panel's transformations in order; those that are not supported are left out and named. */
export function transformFrames(
  frames: readonly Frame[],
  transformations: readonly Transformation[],
): { readonly frames: readonly Frame[]; readonly warnings: readonly string[] } {
  const warnings: string[] = [];
  let current = frames;
  for (const { id, disabled, options = {} } of transformations) {
    if (disabled) continue;
    const transform = Object.hasOwn(TRANSFORMS, id) ? TRANSFORMS[id] : undefined;
    if (transform) current = transform(current, options);
    else warnings.push(`Transformation "${id}" is not supported.`);
  }
  return { frames: current, warnings };
}
