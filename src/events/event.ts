/** Where an event comes from; bound to the token that delivers it. */
export interface EventSource {
  readonly application: string;
  readonly environment: string;
  readonly instance: string;
  /** Of the request in whose course it happened. */
  readonly requestId?: string;
  readonly traceId?: string;
  /** What the event's own clock said, where that was too far ahead to be believed. */
  readonly reportedTimestamp?: string;
}

/** Any JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Something that happened, as SPEC B1 has it: accepted, redacted, complete. */
export interface ActivityEvent {
  /** The application's id of it, any text up to 200 characters; one of ours where it gave none. */
  readonly id: string;
  readonly sessionId: string | null;
  readonly userId: string | null;
  /** `chat`, `tool` …, or a custom type. */
  readonly type: string;
  /** `message`, `execution` … */
  readonly event: string;
  readonly data: JsonObject;
  /** ISO 8601 in UTC, with milliseconds. */
  readonly timestamp: string;
  readonly source: EventSource;
}

/** An event as an application reports it; the rest is filled in. */
export interface EventInput {
  readonly id?: string | undefined;
  readonly sessionId?: string | null | undefined;
  readonly userId?: string | null | undefined;
  readonly type: string;
  /** @default the first event of the type, or `custom` */
  readonly event?: string | undefined;
  readonly data?: JsonObject | undefined;
  /** ISO 8601, or Unix milliseconds. @default now */
  readonly timestamp?: string | number | undefined;
  /** Of the request in whose course it happened; it becomes part of `source`. */
  readonly requestId?: string | undefined;
  /** 32 lower-case hexadecimal digits; it becomes part of `source`. */
  readonly traceId?: string | undefined;
  /** The person asked not to be followed: left out, where the configuration respects that. Not kept. */
  readonly doNotTrack?: boolean | undefined;
}

/** Takes events; never throws and never waits. What it cannot take it counts. */
export interface EventSink {
  emit(event: EventInput): void;
}
