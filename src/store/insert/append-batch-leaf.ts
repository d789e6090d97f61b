import type { PoolClient } from 'pg';
import { commitEvents, rootOfCommitments } from '../../audit/index.ts';
import { appendLeaf } from './append-leaf.ts';
import { dayOf, type StoredEvent } from './stored-event.ts';

const INSERT_COMMITMENTS = 'INSERT INTO audit_commitments (batch_id, day, commitments) VALUES ($1, $2, $3)';

/** Seals a batch in the audit trail: one commitment for each event, in the order of their places, and a leaf over all. */
export async function appendBatchLeaf(
  client: PoolClient,
  batchId: number,
  events: readonly StoredEvent[],
): Promise<number> {
  const commitments = commitEvents(events);
  const day = dayOf(events[0]!.event);
  await client.query({
    name: 'insert-commitments',
    text: INSERT_COMMITMENTS,
    values: [batchId, day, commitments],
  });
  return appendLeaf(client, {
    kind: 'batch',
    batchId,
    day,
    count: events.length,
    root: rootOfCommitments(commitments).toString('base64'),
    at: new Date().toISOString(),
  });
}
