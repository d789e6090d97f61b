/** What of a live list is shown. */
export interface LiveListView<Item> {
  /** The newest first. */
  readonly items: readonly Item[];
  /** How many came while the list was held. */
  readonly waiting: number;
  /** How many came on top with the last change; 0 where the list was empty, and began with the history. */
  readonly added: number;
}

export interface LiveListOptions<Item> {
  /** Items that are kept, at the most; what is older is forgotten. */
  readonly limit: number;
  /** Tells whether two are the same. */
  readonly keyOf: (item: Item) => string;
  /** When it happened; ISO 8601, UTC. */
  readonly timestampOf: (item: Item) => string;
}

/** A list of the last items in the order of their time, which may come faster than they can be drawn. */
export interface LiveList<Item> {
  /** Adds those that are not there yet. @param items the oldest first */
  add(items: readonly Item[]): void;
  /** Puts what was stored where it belongs by its time. @param history the newest first */
  fill(history: readonly Item[]): void;
  /** Shows nothing new, but counts it, until it is let go. */
  hold(isHeld: boolean): void;
  subscribe(listener: () => void): () => void;
  view(): LiveListView<Item>;
  /** A view has been drawn. There is no next one before that. */
  drawn(view: LiveListView<Item>): void;
}

/** Between two changes of what is shown: nobody reads faster. One that took long is followed by a pause as long. */
const MIN_CHANGE_MS = 100;

/** Makes an empty list. However fast items come, it changes only as often as the page can draw it. */
export function createLiveList<Item>(options: LiveListOptions<Item>): LiveList<Item> {
  const { limit, keyOf, timestampOf } = options;
  let view: LiveListView<Item> = { items: [], waiting: 0, added: 0 };
  /** Came since the last change, the newest first. */
  let incoming: Item[] = [];
  let cameSince = 0;
  let isHeld = false;
  let isScheduled = false;
  let isDrawing = false;
  let shownMs = 0;
  let nextChangeMs = Number.NEGATIVE_INFINITY;
  const listeners = new Set<() => void>();

  const show = (next: LiveListView<Item>) => {
    view = next;
    isDrawing = listeners.size > 0;
    shownMs = performance.now();
    for (const listener of listeners) listener();
  };
  /** Of the same time, those of the first list come first. */
  const merge = (first: readonly Item[], second: readonly Item[]): readonly Item[] => {
    const known = new Set<string>();
    const isNew = (item: Item) => !known.has(keyOf(item)) && known.add(keyOf(item));
    const all = [...first, ...second].filter(isNew);
    return all.sort((a, b) => compareText(timestampOf(b), timestampOf(a))).slice(0, limit);
  };
  const change = () => {
    isScheduled = false;
    if (isHeld) {
      if (view.waiting !== cameSince) show({ ...view, waiting: cameSince });
      return;
    }
    const items = merge(incoming, view.items);
    const added = cameSince;
    incoming = [];
    cameSince = 0;
    show({ items, waiting: 0, added });
  };
  /** Waits for its turn without a frame, which would be drawn for nothing. */
  const schedule = () => {
    if (isScheduled || isDrawing) return;
    isScheduled = true;
    setTimeout(requestAnimationFrame, Math.max(0, nextChangeMs - performance.now()), change);
  };

  const leaveKnown = (items: readonly Item[], ...lists: (readonly Item[])[]): readonly Item[] => {
    const known = new Set(lists.flat().map(keyOf));
    return items.filter(item => !known.has(keyOf(item)));
  };
  const add = (items: readonly Item[]) => {
    const unknown = leaveKnown(items, view.items, incoming);
    if (unknown.length === 0) return;
    cameSince += unknown.length;
    incoming = [...unknown.slice(-limit).reverse(), ...incoming].slice(0, limit);
    schedule();
  };

  return {
    add,
    fill(history) {
      const [newest] = view.items;
      const unknown = leaveKnown(history, view.items);
      const newer =
        newest === undefined ? [] : unknown.filter(item => timestampOf(item) >= timestampOf(newest));
      if (isHeld && newest !== undefined) add(newer.reverse());
      else show({ ...view, items: merge(view.items, unknown), added: newer.length });
    },
    hold(value) {
      isHeld = value;
      if (!value && cameSince > 0) schedule();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    view: () => view,
    drawn(drawnView) {
      if (drawnView !== view || !isDrawing) return;
      isDrawing = false;
      const nowMs = performance.now();
      nextChangeMs = nowMs + Math.max(MIN_CHANGE_MS, nowMs - shownMs);
      if (cameSince > 0) schedule();
    },
  };
}

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
