import { type BatchSeal, sealBatch } from './append-batch-leaf.ts';
import { eventValues } from './insert-events.ts';
import { requestLogValues } from './insert-request-logs.ts';
import { systemMetricValues } from './insert-system-metrics.ts';
import { countRollups } from './rollup-counts.ts';
import { collectSketchUpdates, type SketchUpdate } from './sketches.ts';
import { dayOf, parseRecord, type StoredEvent } from './stored-event.ts';
import { rollupValues } from './upsert-rollups.ts';
import { sessionValues } from './upsert-sessions.ts';
import { userDayValues } from './upsert-user-days.ts';
import { countUsers } from './user-counts.ts';

/** What a statement is given; undefined where it has nothing to do. */
type Values = readonly unknown[] | undefined;

/** Activity of one UTC day, ready to be stored. */
export interface PreparedActivity {
  /** Each at its place in the batch. */
  readonly records: readonly Uint8Array[];
  readonly events: readonly unknown[];
  readonly requestLogs: Values;
  readonly rollups: readonly unknown[];
  readonly userDays: Values;
  readonly sessions: Values;
  readonly sketches: readonly SketchUpdate[];
  readonly seal: BatchSeal;
}

/**
 * Records of one UTC day, ready to be stored. Whatever is needed of their events is taken out of them in one go: objects
 * that are gone at once cost nothing, and those that outlive the answers of a database cost more than to read them.
 */
export interface PreparedBatch {
  readonly day: string;
  readonly records: readonly Uint8Array[];
  /** Of samples of hosts. */
  readonly samples: Values;
  readonly activity: PreparedActivity | undefined;
}

/** A record that cannot be read, and why. */
interface BrokenRecord {
  readonly record: Uint8Array;
  readonly error: unknown;
}

/** Reads records, and prepares them day by day. */
export function prepareBatches(records: readonly Uint8Array[]) {
  const days = new Map<string, StoredEvent[]>();
  const broken: BrokenRecord[] = [];
  for (const record of records) {
    try {
      const event = parseRecord(record);
      const day = dayOf(event.event);
      const sameDay = days.get(day);
      if (sameDay === undefined) days.set(day, [event]);
      else sameDay.push(event);
    } catch (error) {
      broken.push({ record, error });
    }
  }
  return { batches: [...days].map(([day, events]) => prepareDay(day, events)), broken };
}

function prepareDay(day: string, events: readonly StoredEvent[]): PreparedBatch {
  const samples = events.filter(({ event }) => event.type === 'system');
  const activity = events.filter(({ event }) => event.type !== 'system');
  return {
    day,
    records: events.map(({ record }) => record),
    samples: samples.length > 0 ? systemMetricValues(samples) : undefined,
    activity: activity.length > 0 ? prepareActivity(activity) : undefined,
  };
}

/** @param events of one UTC day, at least one */
function prepareActivity(unsorted: readonly StoredEvent[]): PreparedActivity {
  const events = sortById(unsorted);
  return {
    records: events.map(({ record }) => record),
    events: eventValues(events),
    requestLogs: requestLogValues(events),
    rollups: rollupValues(countRollups(events)),
    userDays: userDayValues(countUsers(events)),
    sessions: sessionValues(events),
    sketches: collectSketchUpdates(events),
    seal: sealBatch(events),
  };
}

/** Prepares those anew that are at these places. */
export function prepareAgain({ records }: PreparedActivity, places: readonly number[]): PreparedActivity {
  return prepareActivity(places.toSorted((a, b) => a - b).map(place => parseRecord(records[place]!)));
}

/** All servers insert in one order, so that two with the same events wait for each other and never deadlock. */
function sortById(events: readonly StoredEvent[]): readonly StoredEvent[] {
  return events.toSorted((a, b) => (a.event.id < b.event.id ? -1 : a.event.id > b.event.id ? 1 : 0));
}
