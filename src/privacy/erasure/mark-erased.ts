import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { inTransaction, sqlStateOf } from '../../store/index.ts';

/** The same salted hash that storing compares with: it says of whom nothing from before may be stored. */
const MARK = `
INSERT INTO erasures (user_hash, erased_at)
SELECT sha256(convert_to((SELECT value FROM aiwatch_settings WHERE name = 'erasure_salt') || id, 'UTF8')), now()
FROM unnest($1::text[]) AS id ORDER BY 1
ON CONFLICT (user_hash) DO UPDATE SET erased_at = excluded.erased_at`;

const LOCK_TIMEOUT_MS = 1000;
const PAUSE_MS = 500;
const MAX_ATTEMPTS = 60;
const LOCK_NOT_AVAILABLE = '55P03';

/** Marks users as erased, and returns when no transaction is left that may not have seen it. */
export async function markErased(pool: Pool, ids: readonly string[]): Promise<void> {
  await pool.query(MARK, [ids]);
  for (let attempt = 1; ; attempt++) {
    try {
      return await waitForWriters(pool);
    } catch (error) {
      if (sqlStateOf(error) !== LOCK_NOT_AVAILABLE || attempt === MAX_ATTEMPTS) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

/** A lock that waits for all who are writing, and is let go at once. */
async function waitForWriters(pool: Pool): Promise<void> {
  await inTransaction(pool, async client => {
    await client.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
    await client.query('LOCK TABLE ONLY monitoring_events IN SHARE MODE');
  });
}
