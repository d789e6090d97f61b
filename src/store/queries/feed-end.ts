import type { Pool } from 'pg';

/** Where the feed ends now, and where its last events begin. */
export interface FeedEnd {
  /** The leaf that will be stored next. */
  readonly endLeaf: number;
  /** The first of those leaves that hold the last events. */
  readonly startLeaf: number;
}

/** Leaves that are looked at: each may have one event only. */
const MAX_LEAVES = 2000;

const READ = `
WITH last AS (
  SELECT leaf_index, coalesce((body::json->>'count')::integer, 0) AS events
  FROM audit_leaves ORDER BY leaf_index DESC LIMIT $2
), counted AS (
  SELECT leaf_index, sum(events) OVER (ORDER BY leaf_index DESC) AS events_from FROM last
)
SELECT coalesce((SELECT max(leaf_index) + 1 FROM audit_leaves), 0) AS "endLeaf",
  (SELECT min(leaf_index) FROM counted WHERE events_from <= $1) AS "startLeaf"`;

/**
 * Reads where the feed ends, and the leaf from which about so many events were stored up to there.
 * @param events at the most; 0 for no more than the end
 */
export async function readFeedEnd(pool: Pool, events: number): Promise<FeedEnd> {
  const { rows } = await pool.query<{ endLeaf: number; startLeaf: number | null }>({
    name: 'read-feed-end',
    text: READ,
    values: [events, events === 0 ? 0 : MAX_LEAVES],
  });
  const { endLeaf, startLeaf } = rows[0]!;
  return { endLeaf, startLeaf: startLeaf ?? endLeaf };
}
