import type { PoolClient } from 'pg';
import { type AuditLeaf, buildLeaf, type FrontierState, MerkleFrontier } from '../../audit/index.ts';
import { AiwatchError } from '../../errors.ts';

/** Whoever waits for new leaves listens here; the payload is the index of the leaf. */
export const LEAVES_CHANNEL = 'aiwatch_leaves';

const READ_TREE = 'SELECT state FROM audit_tree';

const APPEND = `
WITH tree AS (UPDATE audit_tree SET state = $1)
INSERT INTO audit_leaves (leaf_index, kind, body, leaf_hash, batch_id) VALUES ($2, $3, $4, $5, $6)
RETURNING pg_notify('${LEAVES_CHANNEL}', leaf_index::text)`;

/** Reads what the audit trail has come to. The caller holds the sequencer's lock to the end of its transaction. */
export async function readTree(client: PoolClient): Promise<MerkleFrontier> {
  const { rows } = await client.query<{ state: FrontierState }>({ name: 'read-tree', text: READ_TREE });
  if (rows[0] !== undefined) return new MerkleFrontier(rows[0].state);
  throw new AiwatchError('AUDIT_INCONSISTENT', { where: 'audit_tree', expected: 'one row', found: 'none' });
}

/**
 * Appends a leaf to the audit trail, which was read under the same lock: the order of leaves is the order of commits.
 * @returns the index of the leaf
 */
export async function appendLeaf(
  client: PoolClient,
  frontier: MerkleFrontier,
  leaf: AuditLeaf,
): Promise<number> {
  const leafIndex = frontier.size;
  const { body, hash } = buildLeaf(leaf);
  frontier.append(hash);
  const batchId = leaf.kind === 'batch' ? leaf.batchId : null;
  await client.query({
    name: 'append-leaf',
    text: APPEND,
    values: [JSON.stringify(frontier), leafIndex, leaf.kind, body, hash, batchId],
  });
  return leafIndex;
}
