import type { PoolClient } from 'pg';
import { commitEvents, type MerkleFrontier, rootOfCommitments } from '../../audit/index.ts';
import { appendLeaf } from './append-leaf.ts';
import { dayOf, type StoredEvent } from './stored-event.ts';

const INSERT_COMMITMENTS = 'INSERT INTO audit_commitments (batch_id, day, commitments) VALUES ($1, $2, $3)';

/** What the audit trail keeps of a batch: one commitment for each event, in the order of their places, and their root. */
export interface BatchSeal {
  readonly day: string;
  readonly count: number;
  readonly commitments: Buffer;
  /** Base64. */
  readonly root: string;
}

/** Computes the seal of events of one UTC day. */
export function sealBatch(events: readonly StoredEvent[]): BatchSeal {
  const commitments = commitEvents(events);
  const root = rootOfCommitments(commitments).toString('base64');
  return { day: dayOf(events[0]!.event), count: events.length, commitments, root };
}

/** Seals a batch in the audit trail. @returns the index of its leaf */
export async function appendBatchLeaf(
  client: PoolClient,
  tree: MerkleFrontier,
  batchId: number,
  { day, count, commitments, root }: BatchSeal,
): Promise<number> {
  const at = new Date().toISOString();
  const [leafIndex] = await Promise.all([
    appendLeaf(client, tree, { kind: 'batch', batchId, day, count, root, at }),
    client.query({
      name: 'insert-commitments',
      text: INSERT_COMMITMENTS,
      values: [batchId, day, commitments],
    }),
  ]);
  return leafIndex;
}
