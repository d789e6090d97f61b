import './card.css';
import { type ReactNode, useId } from 'react';

export interface CardProps {
  readonly title: string;
  /** A few words beside the title. */
  readonly note?: ReactNode;
  /** Controls of this card. */
  readonly actions?: ReactNode;
  /** Whether the content reaches the edges, as tables do. */
  readonly isFlush?: boolean;
  /** Px that are kept free, so that nothing jumps when the content comes. */
  readonly minHeight?: number;
  readonly children: ReactNode;
}

/** A part of a page with its title: a region that screen readers can go to. */
export function Card({ title, note, actions, isFlush = false, minHeight, children }: CardProps) {
  const id = useId();
  return (
    <section className={`card${isFlush ? ' card-flush' : ''}`} aria-labelledby={id}>
      <div className="card-head">
        <h2 id={id}>{title}</h2>
        {note !== undefined && <div className="card-note">{note}</div>}
        {actions !== undefined && <div className="card-actions">{actions}</div>}
      </div>
      <div className="card-body" style={minHeight === undefined ? undefined : { minHeight }}>
        {children}
      </div>
    </section>
  );
}
