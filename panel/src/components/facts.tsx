import './facts.css';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { useCopy } from './use-copy.ts';

export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
}

/** Names and their values, one below the other. What is not there is left out. */
export function Facts({ items }: { readonly items: readonly Fact[] }) {
  return (
    <dl className="facts">
      {items
        .filter(({ value }) => value !== undefined && value !== null && value !== false && value !== '')
        .map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** Longer texts make the page slow; the rest is copied all the same. */
const MAX_SHOWN_CHARACTERS = 50_000;

/** A value as JSON, as text, with a button that copies it. */
export function JsonView({ value, label = 'JSON' }: { readonly value: unknown; readonly label?: string }) {
  const copy = useCopy();
  const text = JSON.stringify(value, null, 2) ?? 'null';
  return (
    <div className="json">
      <div className="json-head">
        <h3>{label}</h3>
        <Button look="quiet" icon="copy" onClick={() => copy(text)}>
          Copy
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled must be reached by keyboard */}
      <pre tabIndex={0}>{text.slice(0, MAX_SHOWN_CHARACTERS)}</pre>
      {text.length > MAX_SHOWN_CHARACTERS && <p className="muted">The rest is in the copy.</p>}
    </div>
  );
}
