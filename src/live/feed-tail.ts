import { setTimeout as sleep } from 'node:timers/promises';
import { withinDeadline } from '../deadline.ts';
import type { FeedPosition } from '../events/index.ts';
import { EarlyLeaves, type FeedLeaf, itemsOf } from './feed-leaf.ts';
import { type FeedSource, hasEmptyLeaf } from './feed-source.ts';
import { createEventItem, type LiveItem } from './live-item.ts';

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

/**
 * Follows the store in the order of storing. Batches that this server has stored, or that others have told of, are
 * taken as they come where they are next in order; the store itself is read for whatever is missing.
 */
export class FeedTail {
  readonly #options: FeedTailOptions;
  readonly #early = new EarlyLeaves();
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
  take(leaf: FeedLeaf): void {
    if (this.#isPassedOver(leaf.leafIndex)) return;
    if (leaf.leafIndex < (this.#next?.leafIndex ?? 0)) return;
    this.#early.add(leaf);
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
    if (this.#isAsleep && this.#isSettled) return this.#passOver();
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
      this.#early.forget();
    }
    return true;
  }

  /** Passes over what others have stored without telling, as where the connection was lost that tells. */
  async #passOver(): Promise<void> {
    try {
      const { endLeaf } = await this.#answer(this.#options.source.readEnd(0));
      this.#isPassedOver(endLeaf - 1);
    } catch (error) {
      if (!this.#isClosed) this.#options.onProblem(error);
    }
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
    return withinDeadline('the live feed', answer, this.#options.answerMs ?? DEFAULT_ANSWER_MS);
  }

  get #isBehind(): boolean {
    return this.#next !== undefined && this.#next.leafIndex <= this.#knownLeaf;
  }

  #takeEarly(): void {
    while (this.#warmUntil === undefined && this.#next!.after === undefined) {
      const leaf = this.#early.take(this.#next!.leafIndex);
      if (leaf === undefined) break;
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
    const known = this.#knownLeaf;
    try {
      await this.#findStart();
      while (!this.#isClosed && !(await this.#readPage()));
      // Told of before the store was asked, and not there: whoever may use the database can tell anything.
      if (this.#knownLeaf === known) this.#knownLeaf = Math.min(known, this.#next!.leafIndex - 1);
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
      this.#early.forget();
      onBreak(this.#next);
    }
  }

  /** @returns whether it was the last */
  async #readPage(): Promise<boolean> {
    const from = this.#next!;
    const page = await this.#answer(this.#options.source.readAfter(from, PAGE_EVENTS));
    this.#next = page.next;
    this.#early.forget(page.next.leafIndex);
    const items = page.events.map(placed => createEventItem(placed));
    if (hasEmptyLeaf(from, page)) this.#options.onBreak(from);
    this.#tell(items);
    return page.isEnd;
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
