import type { Client } from 'pg';

/**
 * Does work while a connection of its own holds an advisory lock, so that of several servers one does it at a time. When
 * the server dies, or the connection breaks, PostgreSQL frees the lock: `broken` aborts, and another may be at it.
 * @param client not connected yet; it is ended with the work
 * @param lock one of LOCKS
 * @returns undefined where another one has the lock
 */
export async function whileLocked<T>(
  client: Client,
  lock: number,
  work: (client: Client, broken: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const broken = new AbortController();
  client.on('end', () => broken.abort());
  client.on('error', error => broken.abort(error));
  try {
    await client.connect();
    const { rows } = await client.query<{ has: boolean }>('SELECT pg_try_advisory_lock($1) AS has', [lock]);
    return rows[0]!.has ? await work(client, broken.signal) : undefined;
  } finally {
    await client.end().catch(() => {});
  }
}
