import './table.css';
import { type ReactNode, useId, useMemo, useState } from 'react';
import { Icon } from './icon.tsx';

export interface Column<Row> {
  readonly name: string;
  readonly title: string;
  readonly render: (row: Row) => ReactNode;
  /** By what it is sorted; a column without it cannot be. */
  readonly sortBy?: (row: Row) => number | string | null;
  /** Numbers stand at the right. @default start */
  readonly align?: 'start' | 'end';
  /** Says which row it is, where the first column does not: the row's button is called by both. */
  readonly isName?: boolean;
  /** Left out on a phone. */
  readonly isMinor?: boolean;
}

export interface TableProps<Row> {
  /** What the table lists; read out by screen readers. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** @default the order of `rows` */
  readonly initialSort?: { readonly column: string; readonly isDescending: boolean };
  /** Opens a row: by a click anywhere on it, or by the button in its first cell. */
  readonly onOpen?: (row: Row) => void;
}

interface Sort {
  readonly column: string;
  readonly isDescending: boolean;
}

/** What is not there comes last, whatever the order. */
function compare(a: number | string | null, b: number | string | null, isDescending: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
  return isDescending ? -order : order;
}

function sortRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sort: Sort | undefined) {
  const sortBy = columns.find(({ name }) => name === sort?.column)?.sortBy;
  if (sort === undefined || sortBy === undefined) return rows;
  return [...rows].sort((a, b) => compare(sortBy(a), sortBy(b), sort.isDescending));
}

/** Rows of one kind, which can be sorted by their columns. */
export function Table<Row>({ caption, columns, rows, rowKey, initialSort, onOpen }: TableProps<Row>) {
  const [sort, setSort] = useState<Sort | undefined>(initialSort);
  const id = useId();
  const sorted = useMemo(() => sortRows(rows, columns, sort), [rows, columns, sort]);
  const hasName = columns.some(({ isName }) => isName);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled must be reached by keyboard
    <section className="table-scroll" aria-label={caption} tabIndex={0}>
      <table className="table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(column => (
              <HeadCell key={column.name} column={column} sort={sort} onSort={setSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row, place) => (
            <tr key={rowKey(row)} className={onOpen && 'table-open'} onClick={onOpen && (() => onOpen(row))}>
              {columns.map((column, index) => (
                <td
                  key={column.name}
                  id={column.isName ? `${id}-${place}-name` : undefined}
                  className={classOf(column)}
                >
                  {index === 0 && onOpen !== undefined ? (
                    <button
                      type="button"
                      id={`${id}-${place}`}
                      className="table-row-button"
                      aria-labelledby={hasName ? `${id}-${place} ${id}-${place}-name` : undefined}
                    >
                      {column.render(row)}
                    </button>
                  ) : (
                    column.render(row)
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function classOf<Row>({ align, isMinor }: Column<Row>): string | undefined {
  const names = [align === 'end' && 'table-end numeric', isMinor && 'table-minor'].filter(Boolean);
  return names.length === 0 ? undefined : names.join(' ');
}

interface HeadCellProps<Row> {
  readonly column: Column<Row>;
  readonly sort: Sort | undefined;
  readonly onSort: (sort: Sort) => void;
}

function HeadCell<Row>({ column, sort, onSort }: HeadCellProps<Row>) {
  const { name, title, sortBy, align } = column;
  if (sortBy === undefined) {
    return (
      <th scope="col" className={classOf(column)}>
        {title}
      </th>
    );
  }
  const isSorted = sort?.column === name;
  const isDescending = isSorted ? !sort.isDescending : align === 'end';
  return (
    <th
      scope="col"
      className={classOf(column)}
      aria-sort={isSorted ? (sort.isDescending ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" className="table-sort" onClick={() => onSort({ column: name, isDescending })}>
        {title}
        <span className={isSorted ? 'table-arrow' : 'table-arrow table-arrow-off'}>
          <Icon name={isSorted && !sort.isDescending ? 'up' : 'down'} size={12} />
        </span>
      </button>
    </th>
  );
}
