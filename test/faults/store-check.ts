import pg from 'pg';
import { expect } from 'vitest';
import {
  type BatchLeaf,
  batchRoot,
  buildLeaf,
  canonicalJson,
  commitEvent,
  MerkleFrontier,
  parseLeaf,
} from '../../src/audit/index.ts';
import type { ActivityEvent } from '../../src/events/index.ts';

/** A connection string, or what takes its place. */
export type Database = string | pg.ClientConfig;

/** Runs a query over a connection of its own. */
export async function select<Row extends object>(database: Database, sql: string): Promise<readonly Row[]> {
  const client = new pg.Client(database);
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** How many events are stored. */
export async function countStored(database: Database): Promise<number> {
  const [row] = await select<{ count: string }>(database, 'SELECT count(*) FROM monitoring_events');
  return Number(row!.count);
}

/** Every one of the events is stored once, and none twice; more may be there, whose acknowledgement was lost. */
export async function expectStoredOnce(database: Database, acknowledged: ReadonlySet<string>): Promise<void> {
  const rows = await select<{ id: string }>(database, 'SELECT event_id AS id FROM monitoring_events');
  const stored = new Set(rows.map(({ id }) => id));
  expect(rows).toHaveLength(stored.size);
  expect([...acknowledged].filter(id => !stored.has(id))).toEqual([]);
  expect(await select(database, 'SELECT id FROM dead_letters')).toEqual([]);
}

const ROLLUPS = `
SELECT key, sum(events)::int AS events, sum(tokens)::int AS tokens FROM event_rollups
WHERE dimension = 'type' GROUP BY key ORDER BY key`;
const ROWS = `
SELECT event_type AS key, count(*)::int AS events, coalesce(sum((event_data->>'tokensUsed')::int), 0)::int AS tokens
FROM monitoring_events GROUP BY 1 ORDER BY 1`;
const TOTALS = `
SELECT (SELECT count(*)::int FROM monitoring_events) AS events,
  (SELECT sum(events)::int FROM user_days) AS of_users,
  (SELECT count(*)::int FROM monitoring_events WHERE event_type = 'chat') AS messages,
  (SELECT sum(message_count)::int FROM hourly_messages) AS of_hours,
  (SELECT count(*)::int FROM monitoring_events WHERE event_type = 'request') AS requests,
  (SELECT count(*)::int FROM request_logs) AS of_log`;

/** What is counted is what is there. */
export async function expectRightRollups(database: Database): Promise<void> {
  expect(await select(database, ROLLUPS)).toEqual(await select(database, ROWS));
  const [totals] = await select<Record<string, number>>(database, TOTALS);
  const { events, of_users, messages, of_hours, requests, of_log } = totals!;
  expect({ of_users, of_hours, of_log }).toEqual({ of_users: events, of_hours: messages, of_log: requests });
}

interface LeafRow {
  readonly body: string;
  readonly leaf_hash: Buffer;
  readonly commitments: Buffer;
}

interface EventRow {
  readonly row_id: string;
  readonly batch_id: string;
  readonly batch_position: number;
  readonly event: ActivityEvent;
}

const LEAVES = `
SELECT body, leaf_hash, commitments, leaf_index FROM audit_leaves LEFT JOIN audit_commitments USING (batch_id)
ORDER BY leaf_index`;
const EVENTS = `
SELECT id AS row_id, batch_id, batch_position, jsonb_build_object('id', event_id, 'sessionId', session_id, 'userId', user_id,
  'type', event_type, 'event', event_name, 'data', event_data, 'source', source,
  'timestamp', to_char("timestamp" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) AS event
FROM monitoring_events ORDER BY batch_id, batch_position`;

/**
 * The audit trail has a leaf for each batch, besides those of actions, and no gap; its tree is over these leaves, and
 * each leaf of a batch is over the commitments of its events in their places. (Of these plain events, `jsonb` gives back
 * what was hashed.)
 */
export async function expectGaplessTrail(database: Database): Promise<void> {
  const leaves = await select<LeafRow & { leaf_index: string }>(database, LEAVES);
  expect(leaves.map(({ leaf_index }) => Number(leaf_index))).toEqual(leaves.map((_, index) => index));
  const tree = new MerkleFrontier();
  for (const { leaf_hash } of leaves) tree.append(leaf_hash);
  const [row] = await select<{ state: object }>(database, 'SELECT state FROM audit_tree');
  expect(row!.state).toEqual(tree.toJSON());
  const batches = new Map<number, EventRow[]>();
  for (const event of await select<EventRow>(database, EVENTS)) {
    const batchId = Number(event.batch_id);
    batches.set(batchId, [...(batches.get(batchId) ?? []), event]);
  }
  const ofBatches = leaves.filter(({ body }) => parseLeaf(body)?.kind === 'batch');
  expect(ofBatches).toHaveLength(batches.size);
  for (const leaf of ofBatches) expectSealed(leaf, batches);
}

function expectSealed({ body, leaf_hash, commitments }: LeafRow, batches: Map<number, EventRow[]>): void {
  const leaf = parseLeaf(body) as BatchLeaf;
  const events = batches.get(leaf.batchId) ?? [];
  const hashes = events.map(({ row_id, event }) => commitEvent(row_id, canonicalJson(event)));
  expect(buildLeaf(leaf).hash).toEqual(leaf_hash);
  expect(events.map(({ batch_position }) => batch_position)).toEqual(hashes.map((_, place) => place));
  expect(commitments).toEqual(Buffer.concat(hashes));
  expect(leaf).toMatchObject({ count: hashes.length, root: batchRoot(hashes).toString('base64') });
}
