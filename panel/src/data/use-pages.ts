import { useCallback, useEffect, useRef, useState } from 'react';
import type { ApiFailure } from '../api/request.ts';
import { type Query, type QueryOptions, useQuery } from './use-query.ts';

/** A page of a list, and by what the next one is asked for. */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  /** Null on the last one. */
  readonly next: string | null;
}

type LoadPage<Item> = (cursor: string | undefined, signal: AbortSignal) => Promise<ListPage<Item>>;

/** A list that is read page by page. */
export interface Pages<Item> {
  /** Of the pages as they were last read together: the first one, and when it is asked again all that are shown. */
  readonly query: Query<readonly ListPage<Item>[]>;
  /** All that were read. */
  readonly items: readonly Item[];
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  /** Why the last further page did not come. */
  readonly moreError: ApiFailure | undefined;
  readonly loadMore: () => void;
}

interface Further<Item> {
  /** The pages that these follow. */
  readonly first: readonly ListPage<Item>[] | undefined;
  readonly pages: readonly ListPage<Item>[];
  readonly isLoading: boolean;
  readonly error?: ApiFailure;
}

/** Reads so many pages one after the other, so that nothing falls between two of them; fewer where there are no more. */
async function readPages<Item>(
  load: LoadPage<Item>,
  wanted: { readonly pages: number },
  signal: AbortSignal,
): Promise<readonly ListPage<Item>[]> {
  const pages = [await load(undefined, signal)];
  for (let next = pages[0]!.next; next !== null && pages.length < wanted.pages; next = pages.at(-1)!.next)
    pages.push(await load(next, signal));
  return pages;
}

/** Reads the first page of a list, and one more each time it is asked to. Another `key` is another list. */
export function usePages<Item>(key: string, load: LoadPage<Item>, options: QueryOptions = {}): Pages<Item> {
  const wanted = useRef({ key, pages: 1 });
  if (wanted.current.key !== key) wanted.current = { key, pages: 1 };
  const query = useQuery(key, signal => readPages(load, wanted.current, signal), options);
  const [further, setFurther] = useState<Further<Item>>({ first: undefined, pages: [], isLoading: false });
  const controller = useRef<AbortController>(undefined);
  const first = query.data;
  // What is there from before is shown to its end.
  wanted.current.pages = Math.max(wanted.current.pages, first?.length ?? 1);
  // Those that followed are among those that were read again.
  const { pages, isLoading, error } = further.first === first ? further : { pages: [], isLoading: false };
  const shown = [...(first ?? []), ...pages];
  const next = shown.at(-1)?.next ?? null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is read again ends what is being asked
  useEffect(() => () => controller.current?.abort(), [first]);

  const loadMore = useCallback(() => {
    if (next === null || isLoading) return;
    const asking = new AbortController();
    controller.current = asking;
    wanted.current.pages = shown.length + 1;
    setFurther({ first, pages, isLoading: true });
    load(next, asking.signal).then(
      page => asking.signal.aborted || setFurther({ first, pages: [...pages, page], isLoading: false }),
      (failure: ApiFailure) =>
        asking.signal.aborted || setFurther({ first, pages, isLoading: false, error: failure }),
    );
  }, [first, pages, shown.length, next, isLoading, load]);

  return {
    query,
    items: shown.flatMap(({ items }) => items),
    hasMore: next !== null,
    isLoadingMore: isLoading,
    moreError: error,
    loadMore,
  };
}
