import type { ActivityContext } from '../../events/index.ts';

/** An open session, between the one that was active before it and the one that was active after it. */
export interface OpenSession {
  readonly id: string;
  /** Whose it is; undefined where nobody asks. */
  readonly context: ActivityContext | undefined;
  readonly startedMs: number;
  lastActiveMs: number;
  previous: OpenSession;
  next: OpenSession;
}

/**
 * Open sessions in the order of their last activity: a ring that begins and ends at an anchor. Every operation takes
 * the same short time however many there are; the order of a `Map` would do, but to find its first entry it walks past
 * all that were removed before it.
 */
export class ActivityOrder {
  readonly #sessions = new Map<string, OpenSession>();
  readonly #anchor: OpenSession;

  constructor() {
    const anchor = { id: '', context: undefined, startedMs: 0, lastActiveMs: 0 } as OpenSession;
    anchor.previous = anchor;
    anchor.next = anchor;
    this.#anchor = anchor;
  }

  get size(): number {
    return this.#sessions.size;
  }

  get(id: string): OpenSession | undefined {
    return this.#sessions.get(id);
  }

  /** The session that has been inactive longest. */
  get oldest(): OpenSession | undefined {
    return this.#anchor.next === this.#anchor ? undefined : this.#anchor.next;
  }

  /** Adds a session that begins now. */
  add(id: string, nowMs: number, context: ActivityContext | undefined): void {
    const { previous } = this.#anchor;
    const session = { id, context, startedMs: nowMs, lastActiveMs: nowMs, previous, next: this.#anchor };
    this.#append(session);
    this.#sessions.set(id, session);
  }

  /** Notes that a session is active now. */
  touch(session: OpenSession, nowMs: number): void {
    session.lastActiveMs = nowMs;
    unlink(session);
    this.#append(session);
  }

  remove(session: OpenSession): void {
    unlink(session);
    this.#sessions.delete(session.id);
  }

  #append(session: OpenSession): void {
    const anchor = this.#anchor;
    session.previous = anchor.previous;
    session.next = anchor;
    anchor.previous.next = session;
    anchor.previous = session;
  }
}

function unlink({ previous, next }: OpenSession): void {
  previous.next = next;
  next.previous = previous;
}
