import { EVENT_LIMITS } from '../catalogue/index.ts';
import { type Clock, systemClock } from '../clock.ts';
import { createUuidV7, createUuidV7From } from '../ids.ts';
import type { ActivityEvent, EventInput, EventSource, JsonObject } from './event.ts';
import { encodeRecord, ROW_ID_LENGTH } from './event-record.ts';
import { formatEventTime, isTooFarAhead, parseEventTime } from './event-time.ts';
import { createRedactor, type PrivacyConfig } from './redaction/index.ts';
import { type EventRefusal, invalid } from './refusal.ts';
import { isSampled, type SamplingConfig } from './sampling.ts';
import { eventTypeOf, tooLarge, validateEvent } from './validation.ts';

/** A user's recorded answer: false stops the capture of that user's events; undefined where none is recorded. */
export type ConsentPolicy = (userId: string) => boolean | undefined;

/** How events are accepted. */
export interface AcceptanceConfig {
  readonly privacy: PrivacyConfig;
  readonly sampling: SamplingConfig;
  /** Older events are refused: they would be deleted at once. In days, 1 and more. */
  readonly retentionDays: number;
  /** @default the time of the system */
  readonly clock?: Clock | undefined;
  /** @default nobody has refused */
  readonly consent?: ConsentPolicy | undefined;
}

/** Why an event that is right is not kept. */
type DropReason = 'capture_level' | 'do_not_track' | 'consent' | 'sampled';

/** An event as it will be stored. */
interface AcceptedEvent {
  /** UUIDv7 of the event's time; its random bits salt the audit trail, which samples of the host are not part of. */
  readonly rowId: string;
  readonly event: ActivityEvent;
  /** What the spool keeps. */
  readonly record: Uint8Array;
  /** How often something was taken out, by kind. */
  readonly redactions: Readonly<Record<string, number>>;
}

/** What became of an event. */
export type Verdict =
  | { readonly accepted: AcceptedEvent }
  | { readonly dropped: DropReason }
  | { readonly refused: EventRefusal };

/** What is known of the request that brought an event. */
export interface DeliveryNotes {
  /** The token names the instance: what an event says of it does not count. */
  readonly isInstanceBound?: boolean | undefined;
}

/** The one way of an event into aiwatch. */
export interface Acceptance {
  /** Never throws, whatever the input is. */
  accept(input: unknown, source: EventSource, notes?: DeliveryNotes): Verdict;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Makes the way of an event from what an application reported to what is stored. */
export function createAcceptance(config: AcceptanceConfig): Acceptance {
  const redact = createRedactor(config.privacy);
  const clock = config.clock ?? systemClock;

  function decide(input: unknown, source: EventSource, notes: DeliveryNotes): Verdict {
    const validation = validateEvent(input);
    if ('error' in validation) return { refused: validation.error };
    const nowMs = clock();
    const reportedMs = parseEventTime(validation.ok.timestamp) ?? nowMs;
    const isAhead = isTooFarAhead(reportedMs, nowMs);
    const timeMs = isAhead ? nowMs : reportedMs;
    if (timeMs < nowMs - config.retentionDays * DAY_MS)
      return { refused: tooOld(timeMs, config.retentionDays) };
    const rowId = rowIdOf(validation.ok, source, timeMs);
    const dropped = reasonToDrop(config, validation.ok, rowId);
    if (dropped !== undefined) return { dropped };
    const reported = notes.isInstanceBound === true ? REPORTED_BESIDE_INSTANCE : REPORTED_SOURCE;
    const where = sourceOf(input as JsonObject, source, reported, isAhead ? reportedMs : undefined);
    const { event, redactions } = redact(completeEvent(validation.ok, rowId, timeMs, where));
    const record = encodeRecord(rowId, event);
    const sizeBytes = record.length - ROW_ID_LENGTH;
    if (sizeBytes > EVENT_LIMITS.eventBytes) return { refused: tooLarge(`${sizeBytes} bytes`) };
    return { accepted: { rowId, event, record, redactions } };
  }

  return {
    accept(input, source, notes = {}) {
      try {
        return decide(input, source, notes);
      } catch {
        return { refused: invalid('', 'an object that can be read as JSON', input) };
      }
    },
  };
}

/**
 * Samples of the host are told apart by their row's id alone: one that is sent again has to have the same. They are not
 * in the audit trail, so that no salt is lost.
 */
function rowIdOf({ type, id }: EventInput, { application }: EventSource, timeMs: number): string {
  if (type !== 'system' || id === undefined) return createUuidV7(timeMs);
  return createUuidV7From(timeMs, JSON.stringify([application, id]));
}

/** Samples of the host are of no person and of no session: only `none` stops them. */
function reasonToDrop(
  { privacy, consent, sampling }: AcceptanceConfig,
  { type, id, sessionId, userId, doNotTrack }: EventInput,
  rowId: string,
): DropReason | undefined {
  if (privacy.captureLevel === 'none') return 'capture_level';
  if (type === 'system') return undefined;
  if (doNotTrack === true && privacy.respectDnt !== false) return 'do_not_track';
  if (typeof userId === 'string' && consent?.(userId) === false) return 'consent';
  return isSampled(sampling, type, sessionId ?? id ?? rowId) ? undefined : 'sampled';
}

function completeEvent(input: EventInput, rowId: string, timeMs: number, source: EventSource): ActivityEvent {
  return {
    id: input.id ?? rowId,
    sessionId: input.sessionId ?? null,
    userId: input.userId ?? null,
    type: input.type,
    event: input.event ?? eventTypeOf(input.type)?.events[0] ?? 'custom',
    data: input.data ?? {},
    timestamp: formatEventTime(timeMs),
    source,
  };
}

const REPORTED_BESIDE_INSTANCE = ['requestId', 'traceId'] as const;
/** What an application may say of the source itself; the rest is bound to its token. */
const REPORTED_SOURCE = ['instance', ...REPORTED_BESIDE_INSTANCE] as const;

function sourceOf(
  { source: reported, requestId, traceId }: JsonObject,
  source: EventSource,
  names: readonly string[],
  reportedMs: number | undefined,
): EventSource {
  const isNothingSaid = reported === undefined && requestId === undefined && traceId === undefined;
  if (isNothingSaid && reportedMs === undefined) return source;
  const own: Record<string, string> = {};
  const said: JsonObject = {
    requestId,
    traceId,
    ...(typeof reported === 'object' ? (reported as JsonObject | null) : {}),
  };
  for (const name of names) {
    const text = said[name];
    if (typeof text === 'string' && text !== '' && text.length <= EVENT_LIMITS.idLength) own[name] = text;
  }
  if (reportedMs !== undefined) own['reportedTimestamp'] = formatEventTime(reportedMs);
  return { ...source, ...own };
}

function tooOld(timeMs: number, retentionDays: number): EventRefusal {
  const expected = `a time of the last ${retentionDays} days`;
  return { code: 'EVENT_TOO_OLD', field: 'timestamp', expected, found: formatEventTime(timeMs) };
}
