import type { Pool } from 'pg';

/** An action of the audit trail, for people. */
export interface ListedAction {
  /** Index of its leaf. */
  readonly leaf: number;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly action: string;
  /** Null where the details are erased or expired; so are the following. */
  readonly actor: string | null;
  readonly target: string | null;
  readonly details: Readonly<Record<string, unknown>> | null;
}

interface ActionRow {
  readonly leaf_index: number;
  readonly body: string;
  readonly payload: string | null;
}

const SELECT = `
SELECT l.leaf_index, l.body, a.payload
FROM audit_leaves l LEFT JOIN audit_actions a USING (leaf_index)
WHERE l.kind = 'action' AND l.leaf_index < $1
ORDER BY l.leaf_index DESC LIMIT $2`;

const OF_USER = `
SELECT l.leaf_index, l.body, a.payload
FROM audit_actions a JOIN audit_leaves l USING (leaf_index)
WHERE a.actor = ANY($1) OR a.target_user = ANY($1)
ORDER BY l.leaf_index`;

/** The actions before a leaf, newest first. @param before index of a leaf; all actions without it */
export async function listActions(
  pool: Pool,
  {
    limit,
    before = Number.MAX_SAFE_INTEGER,
  }: { readonly limit: number; readonly before?: number | undefined },
): Promise<readonly ListedAction[]> {
  const { rows } = await pool.query<ActionRow>(SELECT, [before, limit]);
  return rows.map(readRow);
}

/** The actions that a user did, or that concern the user, oldest first. @param ids all ids that stand for the user */
export async function listActionsOfUser(
  pool: Pool,
  ids: readonly string[],
): Promise<readonly ListedAction[]> {
  const { rows } = await pool.query<ActionRow>(OF_USER, [ids]);
  return rows.map(readRow);
}

function readRow({ leaf_index, body, payload }: ActionRow): ListedAction {
  const { at, action } = JSON.parse(body) as { at: string; action: string };
  const known = (payload === null ? {} : JSON.parse(payload)) as Partial<ListedAction>;
  const { actor = null, target = null, details = null } = known;
  return { leaf: leaf_index, at, action, actor, target, details };
}
