import { canonicalJson } from '../audit/index.ts';
import { parseRecord } from './insert/stored-event.ts';

/** What PostgreSQL cannot keep in a text: NUL, and half of a surrogate pair. */
const UNSTORABLE = /\0|\p{Surrogate}/gu;
const REPLACEMENT = '\u{fffd}';

/**
 * Replaces what PostgreSQL cannot keep by U+FFFD, in every text and every name of a record. The row id stays.
 * @throws SyntaxError for what is no JSON.
 */
export function repairRecord(record: Uint8Array): Uint8Array {
  const { rowId, event } = parseRecord(record);
  return Buffer.from(rowId + canonicalJson(repairValue(event)));
}

function repairValue(value: unknown): unknown {
  if (typeof value === 'string') return repairText(value);
  if (Array.isArray(value)) return value.map(repairValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [repairText(name), repairValue(inner)]),
  );
}

function repairText(text: string): string {
  return text.replaceAll(UNSTORABLE, REPLACEMENT);
}
