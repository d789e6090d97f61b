import type { Pool, PoolClient } from 'pg';
import { EXPORT_FORMAT, EXPORT_VERSION, type ExportLine, parseLeaf } from '../../audit/index.ts';
import { addDays } from '../partitions.ts';
import { EVENT_COLUMNS, type EventRow, eventOf } from '../queries/event-row.ts';

export interface AuditExportOptions {
  /**
   * Signs what the trail holds now, where somebody can: erasures explain what is missing only once they are signed.
   * @default what is signed already has to do
   */
  readonly sign?: (() => Promise<unknown>) | undefined;
}

/** Leaves that are read at once; the events of a batch are read by themselves. */
const PAGE_LEAVES = 100;
/** Where erasures come faster than they can be signed, the export is begun after so many attempts. */
const MAX_SIGNINGS = 5;

interface LeafRow {
  readonly leaf_index: number;
  readonly body: string;
  readonly commitments: Buffer | null;
  readonly salt: Buffer | null;
  readonly payload: string | null;
}

const READ_LEAVES = `
SELECT l.leaf_index, l.body, c.commitments, a.salt, a.payload
FROM audit_leaves l LEFT JOIN audit_commitments c USING (batch_id) LEFT JOIN audit_actions a USING (leaf_index)
WHERE l.leaf_index >= $1 ORDER BY l.leaf_index LIMIT $2`;

const READ_RECORDS = `
SELECT ${EVENT_COLUMNS}, e.batch_position FROM monitoring_events e
WHERE e.batch_id = $1 AND e."timestamp" >= $2 AND e."timestamp" < $3 ORDER BY e.batch_position`;

const READ_CHECKPOINTS =
  'SELECT size, note FROM audit_checkpoints WHERE size >= $1 AND size < $2 ORDER BY size';

const COUNT_UNSIGNED = `
SELECT count(*) AS count FROM audit_leaves
WHERE kind = 'action' AND body ~ '"action":"(privacy\\.erase|retention\\.drop)"'
  AND leaf_index >= (SELECT coalesce(max(size), 0) FROM audit_checkpoints)`;

/**
 * The audit trail as docs/audit-format.md has it, line by line, as it was at one moment. Meanwhile retention drops
 * nothing: it waits for a better time.
 */
export async function* exportAudit(pool: Pool, { sign }: AuditExportOptions = {}): AsyncGenerator<string> {
  const client = await pool.connect();
  let isFinished = false;
  try {
    await beginSnapshot(client, sign);
    for await (const line of readLines(client)) yield `${JSON.stringify(line)}\n`;
    await client.query('COMMIT');
    isFinished = true;
  } finally {
    // Whoever stops reading leaves a transaction open, which ends with its connection.
    client.release(!isFinished);
  }
}

async function beginSnapshot(client: PoolClient, sign: AuditExportOptions['sign']): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await sign?.();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows } = await client.query<{ count: number }>(COUNT_UNSIGNED);
    if (sign === undefined || rows[0]!.count === 0 || attempt === MAX_SIGNINGS) return;
    await client.query('COMMIT');
  }
}

async function* readLines(client: PoolClient): AsyncGenerator<ExportLine> {
  yield { kind: 'header', format: EXPORT_FORMAT, version: EXPORT_VERSION };
  for (let next = 0; ; ) {
    const { rows } = await client.query<LeafRow>(READ_LEAVES, [next, PAGE_LEAVES]);
    const end = rows.length < PAGE_LEAVES ? Number.MAX_SAFE_INTEGER : rows.at(-1)!.leaf_index + 1;
    const checkpoints = await client.query<{ size: number; note: string }>(READ_CHECKPOINTS, [next, end]);
    const notes = [...checkpoints.rows];
    for (const row of rows) {
      while (notes.length > 0 && notes[0]!.size <= row.leaf_index) yield checkpointLine(notes.shift()!);
      yield* readLeaf(client, row);
    }
    yield* notes.map(checkpointLine);
    if (rows.length < PAGE_LEAVES) return;
    next = end;
  }
}

const checkpointLine = ({ note }: { readonly note: string }): ExportLine => ({ kind: 'checkpoint', note });

async function* readLeaf(client: PoolClient, row: LeafRow): AsyncGenerator<ExportLine> {
  const { leaf_index: index, body, commitments, salt, payload } = row;
  yield { kind: 'leaf', index, body, commitments: commitments?.toString('base64') ?? null };
  const leaf = parseLeaf(body);
  if (leaf?.kind === 'batch') yield* readRecords(client, index, leaf.batchId, leaf.day);
  if (salt === null || payload === null) return;
  yield { kind: 'action', leaf: index, salt: salt.toString('base64'), payload: readPayload(payload) };
}

/** What somebody has changed may be no JSON; the verifier says so. */
function readPayload(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

async function* readRecords(
  client: PoolClient,
  leaf: number,
  batchId: number,
  day: string,
): AsyncGenerator<ExportLine> {
  const { rows } = await client.query<EventRow & { batch_position: number }>({
    name: 'read-records-of-batch',
    text: READ_RECORDS,
    values: [batchId, `${day}T00:00:00Z`, `${addDays(day, 1)}T00:00:00Z`],
  });
  for (const row of rows) {
    const event = { ...eventOf(row) };
    yield { kind: 'record', leaf, position: row.batch_position, id: row.id, event };
  }
}
