/** A place in the order in which events were stored, which is the same for every server. */
export interface FeedPosition {
  /** The leaf of the audit trail that is read next. */
  readonly leafIndex: number;
  /** The last event of it that was read; undefined at its begin. */
  readonly after?: { readonly timestamp: string; readonly place: number } | undefined;
}

/** What was stored from a position on. */
export interface FeedPage<Placed> {
  readonly events: readonly Placed[];
  /** Where to go on. */
  readonly next: FeedPosition;
  /** Whether there was nothing more when it was read. */
  readonly isEnd: boolean;
}
