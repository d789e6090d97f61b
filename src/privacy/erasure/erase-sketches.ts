import type { Pool, PoolClient } from 'pg';
import { inTransaction, LOCKS, UserSketch } from '../../store/index.ts';

/** Sketches in one transaction, during which nothing else is stored: some milliseconds. */
const BATCH_SKETCHES = 200;

/** Those that hold single users; the others hold maxima over many. */
const SELECT = `
SELECT scope, hour, sketch FROM user_sketches
WHERE get_byte(sketch, 0) = 0 AND (scope, hour) > ($1, $2::timestamptz)
ORDER BY scope, hour LIMIT ${BATCH_SKETCHES}`;

const UPDATE = 'UPDATE user_sketches SET sketch = $3 WHERE scope = $1 AND hour = $2';
const UPDATE_MESSAGES = 'UPDATE hourly_messages SET unique_users = $2 WHERE hour = $1';

interface SketchRow {
  readonly scope: string;
  readonly hour: Date;
  readonly sketch: Buffer;
}

/** Takes a user out of the distinct counts of all hours that can tell single users apart. */
export async function eraseFromSketches(pool: Pool, ids: readonly string[]): Promise<void> {
  let last: Pick<SketchRow, 'scope'> & { readonly hour: Date | string } = { scope: '', hour: '-infinity' };
  for (;;) {
    const rows = await inTransaction(pool, client => eraseBatch(client, ids, [last.scope, last.hour]));
    if (rows.length < BATCH_SKETCHES) return;
    last = rows.at(-1)!;
  }
}

async function eraseBatch(
  client: PoolClient,
  ids: readonly string[],
  after: readonly unknown[],
): Promise<readonly SketchRow[]> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [LOCKS.sequencer]);
  const { rows } = await client.query<SketchRow>(SELECT, [...after]);
  for (const { scope, hour, sketch: bytes } of rows) {
    const sketch = UserSketch.from(bytes);
    const before = sketch.count();
    for (const id of ids) sketch.remove(id);
    if (sketch.count() === before) continue;
    await client.query(UPDATE, [scope, hour, sketch.toBuffer()]);
    if (scope === 'message') await client.query(UPDATE_MESSAGES, [hour, sketch.count()]);
  }
  return rows;
}
