import type { Pool } from 'pg';
import type { BatchWriter } from './insert/batch-writer.ts';
import { parseRecord } from './insert/stored-event.ts';
import { deleteDeadLetter, type KeptRecord, readKeptRecords } from './queries/dead-letters.ts';
import { repairRecord } from './repair-record.ts';

export interface ResendOptions {
  /** @default the oldest ones */
  readonly ids?: readonly string[] | undefined;
  /** Whether to replace what PostgreSQL cannot keep. */
  readonly isRepaired: boolean;
}

/** `skipped`: it was there already, or its user was erased; `refused`: it is still a dead letter; `unknown`: it is none. */
export type ResendOutcome = 'stored' | 'skipped' | 'refused' | 'unknown';

/** Dead letters that are stored again by one call. */
const MAX_RESENT = 1000;
/** Of them in memory at once; those of the greatest size are 256 KiB each. */
const STEP_SIZE = 20;

/**
 * Stores dead letters of the store again, one by one, so that what became of each is known. A letter goes only after
 * its event is stored. Throws as `write` does where the database cannot be reached.
 */
export async function resendDeadLetters(
  store: BatchWriter & { readonly pool: Pool },
  { ids, isRepaired }: ResendOptions,
): Promise<ReadonlyMap<string, ResendOutcome>> {
  const outcomes = new Map<string, ResendOutcome>(ids?.map(id => [id, 'unknown']));
  for await (const letter of readInSteps(store.pool, ids)) {
    const record = prepareRecord(letter, isRepaired);
    const outcome = record === undefined ? 'refused' : await storeAgain(store, record);
    if (outcome !== 'refused') await deleteDeadLetter(store.pool, letter.id);
    outcomes.set(letter.id, outcome);
  }
  return outcomes;
}

/** Those that are refused again stay: each step goes on behind the one before. */
async function* readInSteps(pool: Pool, ids: ResendOptions['ids']): AsyncGenerator<KeptRecord, void> {
  let after: string | undefined;
  for (let read = 0; read < MAX_RESENT; read += STEP_SIZE) {
    const letters = await readKeptRecords(pool, { ids, after, limit: STEP_SIZE });
    yield* letters;
    after = letters.at(-1)?.id;
    if (letters.length < STEP_SIZE) return;
  }
}

async function storeAgain(store: BatchWriter, record: Uint8Array): Promise<ResendOutcome> {
  const { stored, skipped } = await store.write([record]);
  if (stored === 1) return 'stored';
  return skipped === 1 ? 'skipped' : 'refused';
}

/** Undefined for what is no event under the id of its letter: refused again, it would become a second letter. */
function prepareRecord({ id, record }: KeptRecord, isRepaired: boolean): Uint8Array | undefined {
  try {
    const prepared = isRepaired ? repairRecord(record) : record;
    return parseRecord(prepared).rowId === id ? prepared : undefined;
  } catch {
    return undefined;
  }
}
