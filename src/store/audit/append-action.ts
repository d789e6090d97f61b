import { randomBytes } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { type ActionLeaf, canonicalJson, commitAction, SALT_BYTES } from '../../audit/index.ts';
import { inTransaction } from '../connection.ts';
import { appendLeaf, readTree } from '../insert/append-leaf.ts';
import { LOCKS } from '../locks.ts';

type MachineField = 'table' | 'day' | 'retentionDays' | 'records' | 'actions';

/** Something that an administrator, a user or aiwatch itself did. */
export interface AuditAction extends Pick<ActionLeaf, MachineField> {
  /** E.g. `privacy.export`. */
  readonly action: string;
  /** Who did it: the id of a user, `token:…`, or `aiwatch`. */
  readonly actor: string;
  /** The user whom it concerns. */
  readonly targetUser?: string | undefined;
  /** When, in Unix milliseconds. @default now */
  readonly atMs?: number | undefined;
  /** What else is to be known. Users are never named here: an erasure finds them by actor and target only. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/** Who did what aiwatch does by itself. */
export const AIWATCH_ACTOR = 'aiwatch';

const INSERT = `
INSERT INTO audit_actions (leaf_index, day, salt, actor, target_user, payload) VALUES ($1, $2, $3, $4, $5, $6)`;

/** Length of the day in an ISO 8601 time. */
const DAY_LENGTH = 10;

/**
 * Appends an action to the audit trail, in the caller's transaction, which holds the sequencer's lock from here to its
 * end: what may take long is to be done before.
 * @returns the index of its leaf
 */
export async function appendAction(client: PoolClient, action: AuditAction): Promise<number> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [LOCKS.sequencer]);
  const salt = randomBytes(SALT_BYTES);
  const payload = canonicalJson({
    actor: action.actor,
    target: action.targetUser,
    details: action.details,
  });
  const at = new Date(action.atMs ?? Date.now()).toISOString();
  const commitment = commitAction(salt, payload).toString('base64');
  const leaf = { kind: 'action', at, commitment, ...machineFields(action) } as const;
  const leafIndex = await appendLeaf(client, await readTree(client), leaf);
  const values = [leafIndex, at.slice(0, DAY_LENGTH), salt, action.actor, action.targetUser ?? null, payload];
  await client.query(INSERT, values);
  return leafIndex;
}

/** The same in a transaction of its own. */
export async function recordAction(pool: Pool, action: AuditAction): Promise<number> {
  return inTransaction(pool, client => appendAction(client, action));
}

/** What the verifier reads: it stands in the leaf itself, and names nobody. */
function machineFields({ action, table, day, retentionDays, records, actions }: AuditAction) {
  return {
    action,
    ...(table !== undefined && { table }),
    ...(day !== undefined && { day }),
    ...(retentionDays !== undefined && { retentionDays }),
    ...(records !== undefined && { records }),
    ...(actions !== undefined && { actions }),
  };
}
