import './bar-list.css';
import { Link } from 'wouter';
import type { FormatValue } from './chart-data.ts';

interface BarListItem {
  readonly name: string;
  readonly value: number;
  /** Of the panel, with more about it. */
  readonly href?: string;
}

export interface BarListProps {
  /** The greatest first. */
  readonly items: readonly BarListItem[];
  readonly format: FormatValue;
}

/** Names with their numbers, as a list whose bars show how they compare. */
export function BarList({ items, format }: BarListProps) {
  const highest = Math.max(1, ...items.map(({ value }) => value));
  return (
    <ol className="bar-list">
      {items.map(({ name, value, href }) => (
        <li key={name} className="bar-list-row">
          <span className="bar-list-bar" style={{ width: `${(value / highest) * 100}%` }} />
          {href === undefined ? (
            <span className="bar-list-name" title={name}>
              {name}
            </span>
          ) : (
            <Link className="bar-list-name" href={href} title={name}>
              {name}
            </Link>
          )}
          <span className="bar-list-value numeric">{format(value)}</span>
        </li>
      ))}
    </ol>
  );
}
