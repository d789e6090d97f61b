import type { Pool } from 'pg';
import { recordFacts } from '../../store/index.ts';
import { listTokenFacts } from '../audit/token-facts.ts';
import type { Tokens } from '../tokens/open-tokens.ts';
import { type Repetition, repeat } from './repeat.ts';

export interface TokenTrailOptions {
  readonly tokens: Pick<Tokens, 'current'>;
  readonly pool: Pool;
  readonly onProblem: (where: string, error: unknown) => void;
}

/** So long after a command a token is in the trail, at the most; after the start of the server what was done without it. */
const INTERVAL_MS = 5000;

/** Brings into the audit trail which tokens were made and revoked on the machine, where commands need no database. */
export function startTokenTrail({ tokens, pool, onProblem }: TokenTrailOptions): Repetition {
  const recorded = new Set<string>();
  const record = async () => {
    const facts = listTokenFacts(tokens.current()).filter(({ fact }) => !recorded.has(fact));
    await recordFacts(pool, facts);
    for (const { fact } of facts) recorded.add(fact);
  };
  return repeat(record, {
    intervalMs: INTERVAL_MS,
    retryMs: INTERVAL_MS,
    onProblem: error => onProblem('recording tokens in the audit trail', error),
  });
}
