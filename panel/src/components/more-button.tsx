import './more-button.css';
import { formatThings } from '../data/format-number.ts';
import type { Pages } from '../data/use-pages.ts';
import { Button } from './button.tsx';

export interface MoreButtonProps {
  readonly pages: Pages<unknown>;
  /** What is listed: `event`. */
  readonly noun: string;
  /** Whether more was read than is listed above. @default false */
  readonly isSearched?: boolean;
}

/** Below a list: how much of it is there, and a button for more. */
export function MoreButton({ pages, noun, isSearched = false }: MoreButtonProps) {
  const { items, hasMore, isLoadingMore, moreError, loadMore } = pages;
  return (
    <div className="more">
      <span role="status" className="numeric">
        {formatThings(items.length, noun)}
        {isSearched && ' searched'}
        {!hasMore && (items.length === 1 ? ', which is all' : ', which are all')}
      </span>
      {moreError !== undefined && <span className="more-problem">{moreError.message}</span>}
      {hasMore && (
        <Button onClick={loadMore} disabled={isLoadingMore}>
          {isLoadingMore ? 'Loading …' : 'Show more'}
        </Button>
      )}
    </div>
  );
}
