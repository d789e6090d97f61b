import { type ActivityEvent, ROW_ID_LENGTH } from '../../events/index.ts';
import { UUID_PATTERN } from '../../ids.ts';

/** An event on its way into the store: what a record of the spool holds. */
export interface StoredEvent {
  /** UUIDv7; also the salt of the event's commitment in the audit trail. */
  readonly rowId: string;
  readonly event: ActivityEvent;
  /** Canonical JSON of the event in UTF-8: a piece of the record. */
  readonly json: Buffer;
  readonly record: Uint8Array;
}

/**
 * Reads a record: the row id, then the event as canonical JSON in UTF-8.
 * @throws SyntaxError for what is no such thing: the checksums of the spool leave only mistakes of whoever wrote it.
 */
export function parseRecord(record: Uint8Array): StoredEvent {
  const bytes = Buffer.from(record.buffer, record.byteOffset, record.byteLength);
  const rowId = bytes.toString('latin1', 0, ROW_ID_LENGTH);
  if (!UUID_PATTERN.test(rowId)) throw new SyntaxError('a record without a row id');
  const json = bytes.subarray(ROW_ID_LENGTH);
  return { rowId, event: JSON.parse(json.toString('utf8')) as ActivityEvent, json, record };
}

/** The UTC day of an event, as `2026-11-21`: which partition it is in. */
export function dayOf({ timestamp }: ActivityEvent): string {
  return timestamp.slice(0, 10);
}
