import './loaded.css';
import type { ReactNode } from 'react';
import type { Query } from '../data/use-query.ts';
import { Button } from './button.tsx';
import { Failure } from './failure.tsx';
import { Icon } from './icon.tsx';
import { Skeleton } from './skeleton.tsx';
import { Ago } from './time.tsx';

export interface LoadedProps<T> {
  readonly query: Query<T>;
  /** Keeps the place while nothing has come yet: an element, or a height in px. */
  readonly skeleton: ReactNode | number;
  readonly children: (data: T) => ReactNode;
}

/** The answer to a question; its skeleton before, what to do where it fails, and how old it is where it is stale. */
export function Loaded<T>({ query, skeleton, children }: LoadedProps<T>) {
  const { data, error, reload } = query;
  if (data === undefined) {
    if (error !== undefined) return <Failure error={error} onRetry={reload} />;
    return typeof skeleton === 'number' ? <Skeleton height={skeleton} /> : skeleton;
  }
  return (
    <>
      <StaleNotice query={query} />
      {children(data)}
    </>
  );
}

/** How old an answer is where a newer one failed to come; nothing otherwise. */
export function StaleNotice({ query }: { readonly query: Query<unknown> }) {
  const { error, loadedAt, reload } = query;
  if (error === undefined || loadedAt === undefined) return null;
  return (
    <div className="stale">
      <Icon name="warning" size={16} />
      <span>
        <span role="status">{error.message}</span> This is from <Ago value={loadedAt} />.
      </span>
      <Button look="quiet" onClick={reload}>
        Try again
      </Button>
    </div>
  );
}
