import { canonicalJson } from '../audit/index.ts';
import type { ActivityEvent } from './event.ts';

/** Characters of the row's id in front of the event. */
export const ROW_ID_LENGTH = 36;

/** An event as the spool keeps it: the 36 ASCII characters of its row's id, then its canonical JSON in UTF-8. */
export function encodeRecord(rowId: string, event: ActivityEvent): Uint8Array {
  return Buffer.from(rowId + canonicalJson(event));
}
