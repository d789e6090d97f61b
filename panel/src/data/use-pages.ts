import { useCallback, useEffect, useRef, useState } from 'react';
import type { ApiFailure } from '../api/request.ts';
import { type Query, useQuery } from './use-query.ts';

/** A page of a list, and by what the next one is asked for. */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  /** Null on the last one. */
  readonly next: string | null;
}

/** A list that is read page by page. */
export interface Pages<Item> {
  /** Of the first page. */
  readonly query: Query<ListPage<Item>>;
  /** All that were read. */
  readonly items: readonly Item[];
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  /** Why the last further page did not come. */
  readonly moreError: ApiFailure | undefined;
  readonly loadMore: () => void;
}

interface Further<Item> {
  /** The first page that these follow. */
  readonly first: ListPage<Item> | undefined;
  readonly pages: readonly ListPage<Item>[];
  readonly isLoading: boolean;
  readonly error?: ApiFailure;
}

/** Reads the first page of a list, and one more each time it is asked to. Another `key` is another list. */
export function usePages<Item>(
  key: string,
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<ListPage<Item>>,
): Pages<Item> {
  const query = useQuery(key, signal => load(undefined, signal));
  const [further, setFurther] = useState<Further<Item>>({ first: undefined, pages: [], isLoading: false });
  const controller = useRef<AbortController>(undefined);
  const first = query.data;
  // What followed another first page does not follow this one.
  const { pages, isLoading, error } = further.first === first ? further : { pages: [], isLoading: false };
  const next = (pages.at(-1) ?? first)?.next ?? null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another first page ends what is being asked
  useEffect(() => () => controller.current?.abort(), [first]);

  const loadMore = useCallback(() => {
    if (next === null || isLoading) return;
    const asking = new AbortController();
    controller.current = asking;
    setFurther({ first, pages, isLoading: true });
    load(next, asking.signal).then(
      page => asking.signal.aborted || setFurther({ first, pages: [...pages, page], isLoading: false }),
      (failure: ApiFailure) =>
        asking.signal.aborted || setFurther({ first, pages, isLoading: false, error: failure }),
    );
  }, [first, pages, next, isLoading, load]);

  return {
    query,
    items: [first, ...pages].flatMap(page => page?.items ?? []),
    hasMore: next !== null,
    isLoadingMore: isLoading,
    moreError: error,
    loadMore,
  };
}
