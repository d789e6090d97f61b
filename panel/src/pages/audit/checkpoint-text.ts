/** What a checkpoint says in its first lines. */
export interface CheckpointFacts {
  /** The name of the trail. */
  readonly origin: string;
  /** How many leaves it is about. */
  readonly size: number;
  /** Base64. */
  readonly rootHash: string;
}

/** Reads a signed note (C2SP tlog-checkpoint); undefined for what is none. Its signature is for `aiwatch audit verify`. */
export function readCheckpoint(note: string): CheckpointFacts | undefined {
  const [origin = '', size = '', rootHash = ''] = note.split('\n');
  if (origin === '' || !/^\d+$/.test(size) || rootHash === '') return undefined;
  return { origin, size: Number(size), rootHash };
}
