import { type AuditKey, type Checkpoint, openCheckpoint, splitNotes } from '../../audit/index.ts';
import { appendPrivateFile, readPrivateFile, replacePrivateFile } from '../../private-file.ts';

/** The checkpoints that this server has signed, in a file outside of the database. */
export interface CheckpointLog {
  /** By the key that signs now, in the order of their sizes. */
  readonly signed: readonly Checkpoint[];
  /** Adds a note; it is on the disk when this resolves. Throws DATA_FILE_UNWRITABLE. */
  append(note: string): Promise<void>;
}

/** Reads the file; a note that a crash has cut off at the end was never given away, and is removed. */
export async function openCheckpointLog(file: string, key: AuditKey): Promise<CheckpointLog> {
  const text = (await readPrivateFile(file)) ?? '';
  const notes = splitNotes(text);
  const isTorn = text !== '' && (!text.endsWith('\n') || tryToOpen(notes.at(-1)!, [key]) === 'torn');
  const whole = isTorn ? notes.slice(0, -1) : notes;
  if (isTorn) await replacePrivateFile(file, whole.join('\n'));
  const opened = whole.map(note => tryToOpen(note, [key])).filter(one => typeof one === 'object');
  return {
    signed: opened.toSorted((a, b) => a.size - b.size),
    append: note => appendPrivateFile(file, `${note}\n`),
  };
}

/** What has a signature of another key was whole once. */
function tryToOpen(note: string, keys: readonly AuditKey[]): Checkpoint | 'foreign' | 'torn' {
  try {
    return openCheckpoint(note, keys);
  } catch {
    return /\n\n— \S+ [A-Za-z0-9+/=]{90,}\n$/.test(note) ? 'foreign' : 'torn';
  }
}
