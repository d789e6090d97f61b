import type { PoolClient } from 'pg';
import type { SequenceState } from './export-format.ts';
import { SEQUENCES, TABLES } from './tables.ts';

/** Ours by name, and those of identity columns of our tables. */
const LIST = `
SELECT sequence.relname AS name
FROM pg_class sequence
LEFT JOIN pg_depend ON pg_depend.objid = sequence.oid AND classid = 'pg_class'::regclass AND deptype IN ('a', 'i')
LEFT JOIN pg_class owner ON owner.oid = refobjid
WHERE sequence.relkind = 'S' AND sequence.relnamespace = current_schema()::regnamespace
  AND (sequence.relname = ANY($1) OR owner.relname = ANY($2))
ORDER BY name`;

/** Where the sequences stand. They belong to no snapshot: read after its beginning they are never behind it. */
export async function readSequences(client: PoolClient): Promise<SequenceState[]> {
  const { rows } = await client.query<{ name: string }>(LIST, [SEQUENCES, TABLES]);
  const states: SequenceState[] = [];
  for (const { name } of rows) {
    const state = await client.query<Omit<SequenceState, 'name'>>(
      `SELECT last_value::text AS value, is_called AS called FROM ${name}`,
    );
    states.push({ name, ...state.rows[0]! });
  }
  return states;
}

/** Puts the sequences where they stood. */
export async function writeSequences(client: PoolClient, states: readonly SequenceState[]): Promise<void> {
  for (const { name, value, called } of states) {
    await client.query('SELECT setval($1::regclass, $2::bigint, $3)', [name, value, called]);
  }
}
