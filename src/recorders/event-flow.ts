import type { Catalogue } from '../catalogue/index.ts';
import { type dropReason, type eventRefusal, eventType } from '../catalogue/labels.ts';
import type { Registry } from '../metrics/index.ts';

type Value<Label extends { readonly values: readonly string[] }> = Label['values'][number];
/** Why an event was not accepted. */
export type EventRefusal = Value<typeof eventRefusal>;
/** Why an event was left out. */
type DropReason = Value<typeof dropReason>;

/** One delivery of a batch that succeeded. */
export interface StoredBatch {
  readonly stored: number;
  readonly duplicates: number;
  readonly deadLetters: number;
  readonly durationSeconds: number;
}

/** How the spool is, at a scrape. */
export interface SpoolReading {
  readonly bytes: number;
  readonly events: number;
  readonly oldestAgeSeconds: number;
  readonly corruptEvents: number;
  readonly isWritable: boolean;
}

/** Turns the way of events from acceptance to the store into metrics. */
export interface EventFlowRecorder {
  accepted(type: string): void;
  refused(reason: EventRefusal, count?: number): void;
  dropped(reason: DropReason): void;
  redacted(counts: Readonly<Record<string, number>>): void;
  stored(batch: StoredBatch): void;
  /** A delivery that failed, and is tried again. */
  failed(): void;
  /** Has the spool read at every scrape from now on. */
  watchSpool(limitBytes: number, read: () => SpoolReading): void;
}

const TYPES: ReadonlySet<string> = new Set(eventType.values);

export function createEventFlowRecorder(registry: Registry, { eventFlow }: Catalogue): EventFlowRecorder {
  const accepted = registry.counter(eventFlow.accepted);
  const refused = registry.counter(eventFlow.refused);
  const dropped = registry.counter(eventFlow.dropped);
  const redactions = registry.counter(eventFlow.redactions);
  const stored = registry.counter(eventFlow.stored).with({});
  const duplicates = registry.counter(eventFlow.duplicates).with({});
  const deadLetters = registry.counter(eventFlow.deadLetters).with({});
  const batchSize = registry.histogram(eventFlow.batchSize).with({});
  const batchDuration = registry.histogram(eventFlow.batchDuration).with({});
  const failures = registry.counter(eventFlow.failures).with({});
  const up = registry.gauge(eventFlow.up).with({});
  up.set(1);
  return {
    accepted: type => accepted.with({ type: typeOf(type) }).inc(),
    refused: (reason, count = 1) => refused.with({ reason }).inc(count),
    dropped: reason => dropped.with({ reason }).inc(),
    redacted: counts => {
      for (const [kind, count] of Object.entries(counts)) redactions.with({ kind }).inc(count);
    },
    stored: batch => {
      up.set(1);
      stored.inc(batch.stored);
      duplicates.inc(batch.duplicates);
      deadLetters.inc(batch.deadLetters);
      batchSize.observe(batch.stored + batch.duplicates + batch.deadLetters);
      batchDuration.observe(batch.durationSeconds);
    },
    failed: () => {
      up.set(0);
      failures.inc();
    },
    watchSpool: (limitBytes, read) => watchSpool(registry, eventFlow, limitBytes, read),
  };
}

function watchSpool(
  registry: Registry,
  definitions: Catalogue['eventFlow'],
  limitBytes: number,
  read: () => SpoolReading,
): void {
  const bytes = registry.gauge(definitions.spoolBytes);
  const limit = registry.gauge(definitions.spoolLimit);
  const events = registry.gauge(definitions.spoolEvents);
  const lag = registry.gauge(definitions.lag);
  const writable = registry.gauge(definitions.spoolWritable);
  const corrupt = registry.counter(definitions.spoolCorrupt);
  let seenCorrupt: number | undefined;
  limit.set(limitBytes);
  registry.addCollector({
    name: 'spool',
    metrics: [bytes, limit, events, lag, writable, corrupt],
    collect: () => {
      const reading = read();
      bytes.set(reading.bytes);
      events.set(reading.events);
      lag.set(reading.oldestAgeSeconds);
      writable.set(reading.isWritable ? 1 : 0);
      // The first scrape shows 0: damage is mostly found at the opening, and no rate sees a counter that begins above 0.
      if (seenCorrupt !== undefined) corrupt.inc(reading.corruptEvents - seenCorrupt);
      seenCorrupt = seenCorrupt === undefined ? 0 : reading.corruptEvents;
    },
  });
}

function typeOf(type: string): Value<typeof eventType> {
  return TYPES.has(type) ? (type as Value<typeof eventType>) : 'custom';
}
