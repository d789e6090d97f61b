import { decodeBase64 } from './base64.ts';
import { canonicalJson } from './canonical-json.ts';
import { HASH_BYTES } from './commitment.ts';
import { hashLeaf, merkleRoot } from './merkle-tree.ts';

/** The table of `retention.drop` that explains missing records. */
export const EVENTS_TABLE = 'monitoring_events';

/** The table of `retention.drop` that explains missing details of actions. */
export const ACTIONS_TABLE = 'audit_leaves';

/** Records of a batch at the most. What aiwatch stores has 1,000; a reader has to have some bound. */
const MAX_BATCH_RECORDS = 100_000;

/** One stored batch of events, all of one UTC day. */
export interface BatchLeaf {
  readonly kind: 'batch';
  readonly batchId: number;
  /** UTC day of its events, e.g. `2026-01-31`. */
  readonly day: string;
  /** Number of its events, at least 1. */
  readonly count: number;
  /** Root (RFC 6962) over the commitments of its events in order, in base64. */
  readonly root: string;
  /** When it was stored: ISO 8601 in UTC. */
  readonly at: string;
}

/**
 * Something an administrator or aiwatch itself did. Who did what to whom is in its details, which can be erased; the leaf
 * has their commitment, and what the verifier needs to read.
 */
export interface ActionLeaf {
  readonly kind: 'action';
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** E.g. `token.issue`, `privacy.export`, `privacy.erase`, `retention.drop`, `consent.record`. */
  readonly action: string;
  /** `commitAction` of its details, in base64. */
  readonly commitment: string;
  /** Of `retention.drop`: the table, and the UTC day whose rows are gone. */
  readonly table?: string;
  readonly day?: string;
  /** Of `retention.drop`: how many days such rows are kept, at least 1. */
  readonly retentionDays?: number;
  /** Of `privacy.erase`: index of a batch's leaf, and the positions in it of the records that are gone. */
  readonly records?: readonly (readonly [leaf: number, positions: readonly number[]])[];
  /** Of `privacy.erase`: indexes of the leaves of actions whose details are gone. */
  readonly actions?: readonly number[];
}

/** What the tree keeps: the text of it is hashed. */
export type AuditLeaf = BatchLeaf | ActionLeaf;

/** The text of a leaf, which is kept as it is (never as `jsonb`), and its hash for the tree. */
export interface BuiltLeaf {
  readonly body: string;
  readonly hash: Buffer;
}

/** The root that a batch's leaf has. */
export function batchRoot(commitments: Iterable<Uint8Array>): Buffer {
  return merkleRoot(commitments);
}

/** The canonical text of a leaf, and its hash. */
export function buildLeaf(leaf: AuditLeaf): BuiltLeaf {
  const body = canonicalJson(leaf);
  return { body, hash: hashLeaf(body) };
}

const DAY = /^\d{4}-\d\d-\d\d$/;

const isText = (value: unknown): value is string => typeof value === 'string';
const isIndex = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isHash = (value: unknown) => isText(value) && decodeBase64(value, HASH_BYTES) !== undefined;
const isDay = (value: unknown) => isText(value) && DAY.test(value);
const isIndexes = (value: unknown) => Array.isArray(value) && value.every(isIndex);
const isRecords = (value: unknown) =>
  Array.isArray(value) &&
  value.every(one => Array.isArray(one) && one.length === 2 && isIndex(one[0]) && isIndexes(one[1]));

type Check = (value: unknown) => boolean;
const optional =
  (check: Check): Check =>
  value =>
    value === undefined || check(value);

const BATCH_CHECKS: Readonly<Record<string, Check>> = {
  batchId: isIndex,
  day: isDay,
  count: value => isIndex(value) && value > 0 && value <= MAX_BATCH_RECORDS,
  root: isHash,
  at: isText,
};

const ACTION_CHECKS: Readonly<Record<string, Check>> = {
  at: isText,
  action: isText,
  commitment: isHash,
  table: optional(isText),
  day: optional(isDay),
  retentionDays: optional(value => isIndex(value) && value > 0),
  records: optional(isRecords),
  actions: optional(isIndexes),
};

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Reads the text of a leaf; undefined where it is none that `buildLeaf` writes. */
export function parseLeaf(body: string): AuditLeaf | undefined {
  const leaf = parseObject(body);
  const checks =
    leaf?.['kind'] === 'batch' ? BATCH_CHECKS : leaf?.['kind'] === 'action' ? ACTION_CHECKS : undefined;
  if (leaf === undefined || checks === undefined || canonicalJson(leaf) !== body) return undefined;
  const isValid = Object.entries(checks).every(([key, check]) => check(leaf[key]));
  return isValid ? (leaf as unknown as AuditLeaf) : undefined;
}
