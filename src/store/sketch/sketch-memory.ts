import type { Pool } from 'pg';

/** The sketch of an hour, in the form of `UserSketch.toBuffer`, and which version of its row that is. */
interface Remembered {
  readonly version: string;
  readonly bytes: Uint8Array;
}

/** Those of a month, of both scopes: 6 MB at the most. */
const MAX_SKETCHES = 1500;

const memories = new WeakMap<Pool, Map<string, Remembered>>();

/**
 * Sketches that were read before. Those of past hours hardly ever change, and to ask for the versions of all rows costs
 * a tenth of what it takes to read them.
 * @param key scope and hour
 */
export function recallSketch(pool: Pool, key: string, version: string): Uint8Array | undefined {
  const known = memories.get(pool)?.get(key);
  return known?.version === version ? known.bytes : undefined;
}

/** Remembers a sketch, and forgets the one that was read first where there are too many. */
export function rememberSketch(pool: Pool, key: string, sketch: Remembered): void {
  const memory = memories.get(pool) ?? new Map<string, Remembered>();
  memories.set(pool, memory);
  memory.delete(key);
  memory.set(key, sketch);
  if (memory.size > MAX_SKETCHES) memory.delete(memory.keys().next().value!);
}
