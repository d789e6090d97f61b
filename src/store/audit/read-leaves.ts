import type { Pool } from 'pg';
import type { FrontierState } from '../../audit/index.ts';

/** A leaf of the tree as the database has it. */
interface TreeLeaf {
  readonly index: number;
  readonly body: string;
  readonly hash: Buffer;
}

const PAGE_LEAVES = 5000;

const READ = `
SELECT leaf_index AS index, body, leaf_hash AS hash FROM audit_leaves
WHERE leaf_index >= $1 AND leaf_index < $2 ORDER BY leaf_index LIMIT ${PAGE_LEAVES}`;

/** What the tree says of itself: what the next leaf is appended to. */
export async function readTreeState(pool: Pool): Promise<FrontierState> {
  const { rows } = await pool.query<{ state: FrontierState }>('SELECT state FROM audit_tree');
  return rows[0]?.state ?? { size: 0, hashes: [] };
}

/** The leaves from one index up to, but without, another, as far as they are there. */
export async function* readLeaves(pool: Pool, from: number, end: number): AsyncGenerator<TreeLeaf> {
  for (let next = from; next < end; ) {
    const { rows } = await pool.query<TreeLeaf>(READ, [next, end]);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    next = last.index + 1;
  }
}
