import { useMemo, useSyncExternalStore } from 'react';
import { createLiveList, type LiveList, type LiveListOptions, type LiveListView } from './live-list.ts';

/** A live list of a page. Another `key` begins an empty one; the other options must not change without it. */
export function useLiveList<Item>(
  key: string,
  { limit, keyOf }: LiveListOptions<Item>,
): readonly [LiveListView<Item>, LiveList<Item>] {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for all of it
  const list = useMemo(() => createLiveList({ limit, keyOf }), [key]);
  return [useSyncExternalStore(list.subscribe, list.view), list];
}
