import type { Pool } from 'pg';
import { inTransaction } from '../connection.ts';
import { type AuditAction, appendAction } from './append-action.ts';

/** Something that happened outside of the database. */
export interface AuditFact {
  /** The same each time that it is told, and of no other: `token.issue:` and an id. Kept for good. */
  readonly fact: string;
  readonly action: AuditAction;
}

/** In one order, so that two servers that know the same wait for each other and never deadlock. */
const CLAIM = `
INSERT INTO audited_facts (fact) SELECT fact FROM unnest($1::text[]) AS told (fact) ORDER BY fact
ON CONFLICT DO NOTHING RETURNING fact`;

/** So many go into one transaction: everybody who stores waits for its end. */
const STEP = 100;

/** Appends to the audit trail what is not there yet, in this order; of several servers that know of it one does. */
export async function recordFacts(pool: Pool, facts: readonly AuditFact[]): Promise<void> {
  for (let start = 0; start < facts.length; start += STEP) {
    await recordStep(pool, facts.slice(start, start + STEP));
  }
}

async function recordStep(pool: Pool, facts: readonly AuditFact[]): Promise<void> {
  await inTransaction(pool, async client => {
    const { rows } = await client.query<{ fact: string }>(CLAIM, [facts.map(({ fact }) => fact)]);
    const fresh = new Set(rows.map(({ fact }) => fact));
    for (const { fact, action } of facts) if (fresh.has(fact)) await appendAction(client, action);
  });
}
