import { AiwatchError, describe } from '../errors.ts';
import { type ActivityContext, boundId, currentContext } from '../events/index.ts';
import type { ProblemRecorder, SessionRecorder, SessionStart } from '../recorders/index.ts';
import { ActivityOrder, type OpenSession } from './session/activity-order.ts';

export interface SessionTrackerOptions {
  readonly recorder: SessionRecorder;
  readonly problem: ProblemRecorder;
  /** Inactivity that ends a session, more than 0. @default 30 minutes */
  readonly timeoutMs?: number | undefined;
  /** How many sessions may be open; one more ends the one that has been inactive longest. @default 100_000 */
  readonly maxSessions?: number | undefined;
  /** A clock that never goes back, in milliseconds. @default performance.now */
  readonly now?: (() => number) | undefined;
}

/** A text or a number; 7 and '7' are the same session. */
type SessionId = string | number;

/** What the event of a session that begins tells of it. */
interface SessionDetails extends Pick<SessionStart, 'config' | 'workspaceSize'> {
  /** Whose session it is; a text or a number. @default the user of the context */
  readonly userId?: string | number | undefined;
}

/** Knows which sessions are open, and since when. No method throws; what is no id is reported as a problem. */
export interface SessionTracker {
  /** A session begins; for one that is open this is a sign of activity. */
  start(id: SessionId, details?: SessionDetails): void;
  /** A sign of activity; nothing for an id that is not open. */
  touch(id: SessionId): void;
  /** A session ends now; nothing for an id that is not open. */
  end(id: SessionId): void;
  readonly activeCount: number;
  /** Ends all sessions at their last activity, and stops. */
  close(): void;
}

/** Half an hour: what web analytics, Google Analytics and Matomo alike, count as one visit. */
const DEFAULT_TIMEOUT_MS = 30 * 60_000;
const DEFAULT_MAX_SESSIONS = 100_000;
/** The longest that a timer of Node.js takes. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Keeps sessions and records their beginning and end. Its one timer does not keep the process alive.
 * Throws CONFIG_INVALID for a timeout that is no number above 0.
 */
export function createSessionTracker(options: SessionTrackerOptions): SessionTracker {
  const { problem } = options;
  const sessions = new SessionClock(options);
  const guard = (run: (id: SessionId) => void) => problem.guard('session', run);
  return {
    start: problem.guard('session', (id, details) => sessions.start(keyOf(id), details)),
    touch: guard(id => sessions.touch(keyOf(id))),
    end: guard(id => sessions.end(keyOf(id))),
    get activeCount() {
      return sessions.activeCount;
    },
    close: problem.guard('session', () => sessions.close()),
  };
}

/** Long ids are kept as a digest: they may come from a header, and 100,000 of 16 KiB would fill the memory. */
function keyOf(id: SessionId): string {
  if (typeof id === 'number') return String(id);
  if (typeof id !== 'string') {
    const expected = 'the id of a session: a text or a number';
    throw new AiwatchError('HOOK_TARGET_INVALID', { where: 'sessions', expected, found: describe(id) });
  }
  return boundId(id);
}

/** Anything else would make every session expire at once, or its timer fire for ever. */
function checkTimeout(timeoutMs: number): number {
  if (typeof timeoutMs === 'number' && timeoutMs > 0) return timeoutMs;
  const expected = 'a number of milliseconds above 0';
  throw new AiwatchError('CONFIG_INVALID', {
    where: 'sessions.timeoutMs',
    expected,
    found: describe(timeoutMs),
  });
}

class SessionClock {
  readonly #open = new ActivityOrder();
  readonly #recorder: SessionRecorder;
  readonly #timeoutMs: number;
  readonly #maxSessions: number;
  readonly #now: () => number;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor({ recorder, timeoutMs, maxSessions, now }: SessionTrackerOptions) {
    this.#recorder = recorder;
    this.#timeoutMs = checkTimeout(timeoutMs ?? DEFAULT_TIMEOUT_MS);
    this.#maxSessions = maxSessions ?? DEFAULT_MAX_SESSIONS;
    this.#now = now ?? (() => performance.now());
  }

  get activeCount(): number {
    this.#expireInactive(this.#now());
    return this.#open.size;
  }

  start(id: string, { userId, config, workspaceSize }: SessionDetails = {}): void {
    if (this.#isClosed || this.touch(id)) return;
    const { oldest } = this.#open;
    if (oldest !== undefined && this.#open.size >= this.#maxSessions)
      this.#finish(oldest, oldest.lastActiveMs, 'expired');
    const now = this.#now();
    const context = this.#recorder.takesContent === true ? contextOf(id, userId) : undefined;
    this.#open.add(id, now, context);
    this.#armTimer(now);
    const timeoutMs = this.#timeoutMs;
    this.#recorder.start(context && { context: inCourse(context), config, workspaceSize, timeoutMs });
  }

  /** @returns whether the session is open. */
  touch(id: string): boolean {
    const now = this.#now();
    this.#expireInactive(now);
    const session = this.#open.get(id);
    if (session === undefined) return false;
    this.#open.touch(session, now);
    return true;
  }

  end(id: string): void {
    const now = this.#now();
    this.#expireInactive(now);
    const session = this.#open.get(id);
    if (session !== undefined) this.#finish(session, now, 'ended');
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#finishWhile(() => true, 'ended');
  }

  #expireInactive(now: number): void {
    this.#finishWhile(({ lastActiveMs }) => now - lastActiveMs >= this.#timeoutMs, 'expired');
  }

  /** Ends sessions, at their last activity, from the one that has been inactive longest. */
  #finishWhile(isOver: (session: OpenSession) => boolean, reason: 'ended' | 'expired'): void {
    for (let { oldest } = this.#open; oldest !== undefined && isOver(oldest); { oldest } = this.#open) {
      this.#finish(oldest, oldest.lastActiveMs, reason);
    }
  }

  #finish(session: OpenSession, endMs: number, reason: 'ended' | 'expired'): void {
    this.#open.remove(session);
    const { context, startedMs } = session;
    this.#recorder.end((endMs - startedMs) / 1000, context && { context, reason });
  }

  /** Without activity nobody calls, so a timer waits for the first session that may expire. */
  #armTimer(now: number): void {
    const { oldest } = this.#open;
    if (oldest === undefined || this.#timer !== undefined) return;
    const dueMs = Math.max(1, Math.ceil(oldest.lastActiveMs + this.#timeoutMs - now));
    this.#timer = setTimeout(() => this.#onTimer(), Math.min(dueMs, MAX_TIMER_MS)).unref();
  }

  #onTimer(): void {
    this.#timer = undefined;
    const now = this.#now();
    this.#expireInactive(now);
    this.#armTimer(now);
  }
}

/** What is kept of a session: not the request that began it, which is over when it ends. */
function contextOf(id: string, userId: string | number | undefined): ActivityContext {
  const around = currentContext();
  const user = userId === undefined ? around?.userId : String(userId);
  return { sessionId: id, userId: user && boundId(user), doNotTrack: around?.doNotTrack };
}

/** Along with the request and the trace that are going on now. */
function inCourse(context: ActivityContext): ActivityContext {
  return { ...currentContext(), ...context };
}
