import type { Catalogue } from '../catalogue/index.ts';
import { type Clock, systemClock } from '../clock.ts';
import { type ActivityContext, boundedCopy, type ContextSink, type JsonObject } from '../events/index.ts';
import type { Registry } from '../metrics/index.ts';
import { type EventOptions, toMilliseconds } from './event-options.ts';

/** A session that begins. */
export interface SessionStart {
  /** Whose it is: `sessionId` and, as far as it is known, `userId`. */
  readonly context: ActivityContext;
  /** Its settings: `model`, `debugMode` … */
  readonly config?: JsonObject | undefined;
  /** Size of the workspace, in the application's own unit. */
  readonly workspaceSize?: number | undefined;
  /** Inactivity that will end it; a number above 0, which may be infinite. */
  readonly timeoutMs?: number | undefined;
}

/** A session that is over. */
interface SessionEnd {
  readonly context: ActivityContext;
  readonly reason: 'ended' | 'expired';
}

/** Turns the sessions of users into metrics and events. */
export interface SessionRecorder {
  /** Whether events are made, so that it is of use to know whose session it is. */
  readonly takesContent?: boolean | undefined;
  start(session?: SessionStart): void;
  /** @param durationSeconds from the start to the end, or to the last activity of a session that expired. */
  end(durationSeconds: number, session?: SessionEnd): void;
}

export interface SessionRecorderOptions extends EventOptions {
  /** @default the time of the system */
  readonly clock?: Clock | undefined;
}

const MAX_CONFIG_BYTES = 32 * 1024;
/** The last millisecond that a `Date` knows. */
const MAX_DATE_MS = 8.64e15;

export function createSessionRecorder(
  registry: Registry,
  { session }: Catalogue,
  { events, clock = systemClock }: SessionRecorderOptions = {},
): SessionRecorder {
  const active = registry.gauge(session.active).with({});
  const total = registry.counter(session.total).with({});
  const duration = registry.histogram(session.duration).with({});
  return {
    takesContent: events !== undefined,
    start: begun => {
      active.inc();
      total.inc();
      if (events !== undefined && begun !== undefined) emitCreated(events, begun, clock());
    },
    end: (durationSeconds, over) => {
      active.dec();
      duration.observe(durationSeconds);
      if (events === undefined || over === undefined) return;
      const data = { duration: toMilliseconds(durationSeconds) };
      events.emitIn(over.context, { type: 'session', event: over.reason, data });
    },
  };
}

function emitCreated(
  events: ContextSink,
  { context, config, workspaceSize, timeoutMs }: SessionStart,
  nowMs: number,
): void {
  const expiresMs = timeoutMs === undefined ? Number.POSITIVE_INFINITY : nowMs + timeoutMs;
  const data = {
    ...(config !== undefined && { config: boundedCopy(config, MAX_CONFIG_BYTES) }),
    ...(workspaceSize !== undefined && { workspaceSize }),
    ...(expiresMs <= MAX_DATE_MS && { expiresAt: new Date(expiresMs).toISOString() }),
  };
  events.emitIn(context, { type: 'session', event: 'created', data });
}
