import type { FrontierState } from '../merkle-tree.ts';

/** What the header of an export calls its format, and the version that is written and read. */
export const EXPORT_FORMAT = 'aiwatch-audit';
export const EXPORT_VERSION = 1;

/** First line. */
export interface HeaderLine {
  readonly kind: 'header';
  readonly format: typeof EXPORT_FORMAT;
  readonly version: number;
  /** The tree before the first leaf of the export; without it, the export begins with leaf 0. */
  readonly start?: FrontierState;
}

/** One leaf of the tree. Leaves stand in the order of their indexes. */
export interface LeafLine {
  readonly kind: 'leaf';
  readonly index: number;
  /** The text that was hashed. */
  readonly body: string;
  /** Of a batch: the commitments of its records in order, 32 bytes each, in base64; null when they are gone with them. */
  readonly commitments: string | null;
}

/** One event, below the leaf of its batch. */
export interface RecordLine {
  readonly kind: 'record';
  readonly leaf: number;
  /** Place in the batch, from 0. */
  readonly position: number;
  /** Row id: a UUID in lower case, which is the salt of the commitment. */
  readonly id: string;
  /** The event as it was accepted. */
  readonly event: Readonly<Record<string, unknown>>;
}

/** The details of an action, below its leaf. Left out when they are erased. */
export interface ActionLine {
  readonly kind: 'action';
  readonly leaf: number;
  /** 16 bytes in base64. */
  readonly salt: string;
  readonly payload: unknown;
}

/** A signed checkpoint. It stands anywhere before the leaf that its size has as index. */
interface CheckpointLine {
  readonly kind: 'checkpoint';
  readonly note: string;
}

/** A line of an export. */
export type ExportLine = HeaderLine | LeafLine | RecordLine | ActionLine | CheckpointLine;

type Check = (value: unknown) => boolean;

const isText: Check = value => typeof value === 'string';
const isIndex: Check = value => Number.isSafeInteger(value) && (value as number) >= 0;
const isObject: Check = value => typeof value === 'object' && value !== null && !Array.isArray(value);
const isFrontier: Check = value => {
  const { size, hashes } = (isObject(value) ? value : {}) as Partial<FrontierState>;
  return isIndex(size) && Array.isArray(hashes) && hashes.every(isText);
};

/** All keys of a line, and what they hold; there may be no other. */
const CHECKS: ReadonlyMap<unknown, Readonly<Record<string, Check>>> = new Map<unknown, Record<string, Check>>(
  [
    [
      'header',
      { format: isText, version: isIndex, start: value => value === undefined || isFrontier(value) },
    ],
    ['leaf', { index: isIndex, body: isText, commitments: value => value === null || isText(value) }],
    ['record', { leaf: isIndex, position: isIndex, id: isText, event: isObject }],
    ['action', { leaf: isIndex, salt: isText, payload: value => value !== undefined }],
    ['checkpoint', { note: isText }],
  ],
);

/** Reads one line of an export; undefined where it is none, has other keys, or values of other types. */
export function parseExportLine(text: string): ExportLine | undefined {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(line)) return undefined;
  const values = line as Readonly<Record<string, unknown>>;
  const checks = CHECKS.get(values['kind']);
  if (checks === undefined) return undefined;
  const isComplete = Object.entries(checks).every(([key, check]) => check(values[key]));
  const isKnown = Object.keys(values).every(key => key === 'kind' || Object.hasOwn(checks, key));
  return isComplete && isKnown ? (values as unknown as ExportLine) : undefined;
}
