import { setTimeout as sleep } from 'node:timers/promises';
import type { FeedPage, FeedPosition } from '../events/index.ts';
import { withinDeadline } from './deadline.ts';
import { createEventItem, type FeedEvent, type LiveItem, type PlacedFeedEvent } from './live-item.ts';
import { comparePositions } from './position.ts';

/** The store, as far as the feed reads it. */
export interface FeedSource {
  /** Reads what was stored from a position on: leaves in their order, events of a leaf by time and place. */
  readAfter(from: FeedPosition, limit: number): Promise<FeedPage<PlacedFeedEvent>>;
  /** The leaf that will be stored next, and the one from which about so many events were stored up to it. */
  readEnd(events: number): Promise<{ readonly endLeaf: number; readonly startLeaf: number }>;
}

/** A batch that was stored a moment ago, with the JSON of each event; an event's index is its place. */
export interface StoredLeaf {
  readonly leafIndex: number;
  readonly events: readonly { readonly event: FeedEvent; readonly json: string }[];
}

export interface FeedTailOptions {
  readonly source: FeedSource;
  /** Events from before the start that are read first. */
  readonly warmEvents: number;
  /** Told once, when it is known where the feed begins. */
  readonly onStart: (from: FeedPosition) => void;
  /** Told once, when the events from before the start have been told. */
  readonly onWarm: () => void;
  /** Told of events in the order of storing, each once; those from before the start are nobody's news. */
  readonly onItems: (items: readonly LiveItem[], isNews: boolean) => void;
  /** What was told of before may be gone or other than it was; what comes next begins at a position. */
  readonly onBreak: (from: FeedPosition) => void;
  readonly onProblem: (error: unknown) => void;
  /** How long a batch that is known to be there may take to come by itself, before the store is asked for it. @default 5 */
  readonly graceMs?: number | undefined;
  /** How long the store may take to answer before it is asked anew. @default 5,000 */
  readonly answerMs?: number | undefined;
}

const PAGE_EVENTS = 500;
const RETRY_MS = 1000;
const DEFAULT_GRACE_MS = 5;
const DEFAULT_ANSWER_MS = 5000;
/** An answer that does not come does not keep the server from its end. */
const CLOSE_DEADLINE_MS = 2000;
/** Batches that came before those in front of them; of more the store has to be asked anyhow. */
const MAX_EARLY_LEAVES = 20;

/**
 * Follows the store in the order of storing. Batches that this server has stored, or that others have told of, are
 * taken as they come where they are next in order; the store itself is read for whatever is missing.
 */
export class FeedTail {
  readonly #options: FeedTailOptions;
  readonly #early = new Map<number, StoredLeaf>();
  #next: FeedPosition | undefined;
  /** Where the past ends; undefined once it has been told. */
  #warmUntil: number | undefined;
  /** A leaf that is known to be there. */
  #knownLeaf = -1;
  /** The first that was told of before the start: from there on it is news, whatever the store holds already. */
  #firstTold = Number.POSITIVE_INFINITY;
  #reading: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;
  #isAsleep = false;
  /** Whether leaves were passed over while nobody watched. */
  #hasSkipped = false;

  constructor(options: FeedTailOptions) {
    this.#options = options;
  }

  /** Up to where was told; undefined before the start. */
  get next(): FeedPosition | undefined {
    return this.#next;
  }

  /** Whether the events from before the start have been told. */
  get isWarm(): boolean {
    return this.#next !== undefined && this.#warmUntil === undefined;
  }

  /** From now on only how far the store has come is followed: nobody watches. */
  sleep(): void {
    this.#isAsleep = true;
  }

  /** Tells of what is stored from now on, and of nothing that was stored meanwhile. */
  wake(): void {
    if (!this.#isAsleep) return;
    this.#isAsleep = false;
    if (this.#hasSkipped) this.#options.onBreak(this.#next!);
    this.#hasSkipped = false;
    void this.refresh();
  }

  get isAsleep(): boolean {
    return this.#isAsleep;
  }

  /** A batch that was stored, here or elsewhere. */
  take(leaf: StoredLeaf): void {
    if (this.#isPassedOver(leaf.leafIndex)) return;
    if (leaf.leafIndex < (this.#next?.leafIndex ?? 0)) return;
    if (this.#early.size < MAX_EARLY_LEAVES) this.#early.set(leaf.leafIndex, leaf);
    this.#know(leaf.leafIndex);
    if (this.#reading === undefined && this.#next !== undefined) this.#takeEarly();
    this.#checkLater();
  }

  /** A leaf is there, whose batch may or may not come by itself. */
  expect(leafIndex: number): void {
    if (this.#isPassedOver(leafIndex)) return;
    this.#know(leafIndex);
    this.#checkLater();
  }

  /** Asks the store whether there is more. @returns when everything that was there has been told */
  async refresh(): Promise<void> {
    if (this.#isAsleep && this.#isSettled) return;
    // What is being read may have been asked for before what the caller knows of was stored.
    await this.#reading;
    await this.#read();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await Promise.race([this.#reading, sleep(CLOSE_DEADLINE_MS, undefined, { ref: false })]);
  }

  /** Whether the past has been told and nothing is being read. */
  get #isSettled(): boolean {
    return this.isWarm && this.#reading === undefined;
  }

  /** Leaves are stored in their order: whoever has heard of one need not hear of those before it. */
  #isPassedOver(leafIndex: number): boolean {
    if (!this.#isAsleep || !this.#isSettled) return false;
    if (leafIndex >= this.#next!.leafIndex) {
      this.#next = { leafIndex: leafIndex + 1 };
      this.#hasSkipped = true;
      this.#early.clear();
    }
    return true;
  }

  #know(leafIndex: number): void {
    this.#knownLeaf = Math.max(this.#knownLeaf, leafIndex);
    if (this.#next === undefined) this.#firstTold = Math.min(this.#firstTold, leafIndex);
  }

  #checkLater(): void {
    if (this.#timer !== undefined || this.#isClosed || !this.#isBehind) return;
    const look = () => {
      this.#timer = undefined;
      if (this.#isBehind) void this.#read();
    };
    // After what waits in the connections: where the process was busy, the batch is there already.
    const lookSoon = () => void setImmediate(look);
    this.#timer = setTimeout(lookSoon, this.#options.graceMs ?? DEFAULT_GRACE_MS);
  }

  #answer<T>(answer: Promise<T>): Promise<T> {
    return withinDeadline(answer, this.#options.answerMs ?? DEFAULT_ANSWER_MS);
  }

  get #isBehind(): boolean {
    return this.#next !== undefined && this.#next.leafIndex <= this.#knownLeaf;
  }

  #takeEarly(): void {
    while (this.#warmUntil === undefined && this.#next!.after === undefined) {
      const leaf = this.#early.get(this.#next!.leafIndex);
      if (leaf === undefined) break;
      this.#early.delete(leaf.leafIndex);
      this.#next = { leafIndex: leaf.leafIndex + 1 };
      this.#options.onItems(itemsOf(leaf), true);
    }
  }

  #read(): Promise<void> {
    this.#reading ??= this.#readOn().finally(() => {
      this.#reading = undefined;
      if (this.#next !== undefined) this.#takeEarly();
      this.#checkLater();
    });
    return this.#reading;
  }

  async #readOn(): Promise<void> {
    try {
      await this.#findStart();
      while (!this.#isClosed && !(await this.#readPage()));
    } catch (error) {
      if (this.#isClosed) return;
      this.#options.onProblem(error);
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        void this.#read();
      }, RETRY_MS);
    }
  }

  /** A database that has less than was read already is another one. */
  async #findStart(): Promise<void> {
    const { source, warmEvents, onStart, onBreak } = this.#options;
    const { endLeaf, startLeaf } = await this.#answer(
      source.readEnd(this.#next === undefined ? warmEvents : 0),
    );
    if (this.#next === undefined) {
      this.#warmUntil = Math.min(endLeaf, this.#firstTold);
      this.#next = { leafIndex: Math.min(startLeaf, this.#warmUntil) };
      onStart(this.#next);
    } else if (endLeaf < this.#next.leafIndex) {
      this.#next = { leafIndex: endLeaf };
      this.#knownLeaf = endLeaf - 1;
      this.#early.clear();
      onBreak(this.#next);
    }
  }

  /** @returns whether it was the last */
  async #readPage(): Promise<boolean> {
    const from = this.#next!;
    const { events, next, isEnd } = await this.#answer(this.#options.source.readAfter(from, PAGE_EVENTS));
    this.#next = next;
    for (const leafIndex of this.#early.keys()) if (leafIndex < next.leafIndex) this.#early.delete(leafIndex);
    const items = events.map(placed => createEventItem(placed));
    if (hasEmptyLeaf(from, events, next)) this.#options.onBreak(from);
    this.#tell(items);
    return isEnd;
  }

  #tell(items: readonly LiveItem[]): void {
    const { onItems, onWarm } = this.#options;
    const until = this.#warmUntil;
    const isPast = (item: LiveItem) => until !== undefined && item.at!.leafIndex < until;
    const past = items.filter(isPast);
    if (past.length > 0) onItems(past, false);
    if (until !== undefined && this.#next!.leafIndex >= until) {
      this.#warmUntil = undefined;
      onWarm();
    }
    const news = items.filter(item => !isPast(item));
    if (news.length > 0) onItems(news, true);
  }
}

/**
 * A leaf without events is an action of an administrator, which may be an erasure: then what is kept in memory is not
 * what is stored any more.
 */
function hasEmptyLeaf(from: FeedPosition, events: readonly PlacedFeedEvent[], next: FeedPosition): boolean {
  const first = from.leafIndex + (from.after === undefined ? 0 : 1);
  const withEvents = new Set(events.map(({ leafIndex }) => leafIndex).filter(index => index >= first));
  const passed = next.leafIndex + (next.after === undefined ? 0 : 1) - first;
  return passed > withEvents.size;
}

/** Events of a batch as the store reads them: by time, then by place. */
function itemsOf({ leafIndex, events }: StoredLeaf): readonly LiveItem[] {
  return events
    .map(({ event, json }, place) => createEventItem({ event, leafIndex, place }, json))
    .sort((a, b) => comparePositions(a.at!, b.at!));
}
