/** Channels of the live feed that a page or a socket can ask for. */
export const LIVE_CHANNELS = ['events', 'metrics', 'messages', 'errors', 'health'] as const;
export type LiveChannel = (typeof LIVE_CHANNELS)[number];

/** What a subscriber wants to see; whatever is left out is not limited. */
export interface LiveFilter {
  /** Types of events, e.g. `chat`. */
  readonly types?: readonly string[];
  readonly userId?: string;
  readonly sessionId?: string;
}

/** The first message of a subscriber: over socket.io as argument of `monitoring:subscribe`, or as a frame. */
export interface LiveSubscription {
  /** @default events */
  readonly channels?: readonly LiveChannel[];
  readonly filter?: LiveFilter;
  /** Position of the last event that was seen: what was stored since then comes first. */
  readonly since?: string;
  /** Whether events may come many in one packet (`monitoring:events`), as pages want them. @default false */
  readonly packets?: boolean;
}

/** Where an event comes from. */
interface ApiEventSource {
  readonly application: string;
  readonly environment: string;
  readonly instance: string;
  /** Of the request in whose course it happened. */
  readonly requestId?: string;
  readonly traceId?: string;
  /** What the event's own clock said, where that was too far ahead to be believed. */
  readonly reportedTimestamp?: string;
}

/** An event as it is stored and sent. */
export interface ApiEvent {
  readonly id: string;
  readonly sessionId: string | null;
  readonly userId: string | null;
  readonly type: string;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** ISO 8601, UTC, milliseconds. */
  readonly timestamp: string;
  readonly source: ApiEventSource;
}

/** An event with its place in the order of storing, which is the same on every server. */
export interface LiveEvent {
  /** Opaque; given back as `since` or `Last-Event-ID`. */
  readonly position: string;
  readonly event: ApiEvent;
}

/** Told in place of events that a subscriber missed because it was too slow. */
export interface LiveGap {
  /** How many messages of the subscription were left out; 0 where that is not known. */
  readonly missed: number;
  /**
   * `unknown_position`: what `since` said is not of this database, and the subscription begins with what comes now.
   * Left out where the subscriber was too slow.
   */
  readonly reason?: 'unknown_position';
}

/** The acknowledgement of `monitoring:subscribe`. */
export interface LiveAnswer {
  readonly ok: boolean;
  /**
   * Where the subscription begins, given back as `since`. Left out where that is not known yet; `monitoring:position`,
   * whose argument is a position, says every 15 seconds up to where everything was sent.
   */
  readonly position?: string;
  /** Why it was refused, as of `LiveError`. */
  readonly code?: string;
  readonly message?: string;
}

/** Argument of `monitoring:error`, after which the connection ends, unless it is of a subscription that was not understood. */
export interface LiveError {
  /** A code of aiwatch, e.g. `TOKEN_EXPIRED`. */
  readonly code: string;
  readonly message: string;
}

/**
 * A frame of a channel. Over socket.io it is the first argument of the event with the name of its type; over a WebSocket
 * it is a text frame of its own.
 */
export interface LiveFrame {
  readonly type: 'metrics:update' | 'message:new' | 'error:occurred' | 'health:changed';
  readonly data: unknown;
  /** ISO 8601. */
  readonly timestamp: string;
  /** Of frames that are made of a stored event: `message:new` and `error:occurred`. */
  readonly position?: string;
}
