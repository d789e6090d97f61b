import { startTransition, useEffect, useMemo, useState } from 'react';
import { createLiveList, type LiveList, type LiveListOptions, type LiveListView } from './live-list.ts';

/**
 * A live list of a page, drawn in slices, so that the page answers meanwhile. Another `key` begins an empty list; the
 * other options must not change without it.
 */
export function useLiveList<Item>(
  key: string,
  options: LiveListOptions<Item>,
): readonly [LiveListView<Item>, LiveList<Item>] {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for all of it
  const list = useMemo(() => createLiveList(options), [key]);
  const [shown, setShown] = useState({ list, view: list.view() });
  const view = shown.list === list ? shown.view : list.view();
  useEffect(() => list.subscribe(() => startTransition(() => setShown({ list, view: list.view() }))), [list]);
  useEffect(() => list.drawn(view), [list, view]);
  return [view, list];
}
