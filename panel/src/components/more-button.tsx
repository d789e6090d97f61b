import './more-button.css';
import { formatCount } from '../data/format-number.ts';
import type { Pages } from '../data/use-pages.ts';
import { Button } from './button.tsx';

export interface MoreButtonProps {
  readonly pages: Pages<unknown>;
  /** What is listed: `events`. */
  readonly noun: string;
}

/** Below a list: how much of it is there, and a button for more. */
export function MoreButton({ pages, noun }: MoreButtonProps) {
  const { items, hasMore, isLoadingMore, moreError, loadMore } = pages;
  return (
    <div className="more">
      <span role="status" className="numeric">
        {formatCount(items.length)} {noun}
        {hasMore ? '' : ', which are all'}
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
