import { constants } from 'node:fs';
import type { FileOperation } from './meter.ts';

/** What is asked about a path. */
export interface FileFacts {
  isFile(): boolean;
  readonly size: number;
}

/** `stat` or `lstat` of a file system. */
export type Stat = (path: unknown) => Promise<FileFacts>;

/** What is at a path, or undefined where nothing is or where it cannot be seen. */
export async function factsOf(stat: Stat, path: unknown): Promise<FileFacts | undefined> {
  try {
    return await stat(path);
  } catch {
    return undefined;
  }
}

/** Size of a file; undefined for a folder, whose own size says nothing. */
export function fileSize(facts: FileFacts | undefined): number | undefined {
  return facts?.isFile() === true ? facts.size : undefined;
}

/**
 * Whether writing makes a file or changes one. Flags that allow only one of the two answer it; otherwise `stat` does,
 * and if somebody else makes or deletes the file at the same moment, its answer is the one of that moment.
 */
export async function writeOperationOf(stat: Stat, path: unknown, flags: unknown): Promise<FileOperation> {
  const { mayCreate, mustCreate } = readFlags(flags);
  if (mustCreate) return 'create';
  if (!mayCreate) return 'update';
  return (await factsOf(stat, path)) === undefined ? 'create' : 'update';
}

/** Flags as `open` takes them: `w`, `ax+` … or the bits of open(2). */
function readFlags(flags: unknown): { readonly mayCreate: boolean; readonly mustCreate: boolean } {
  if (typeof flags === 'number') {
    const mayCreate = (flags & constants.O_CREAT) !== 0;
    return { mayCreate, mustCreate: mayCreate && (flags & constants.O_EXCL) !== 0 };
  }
  const text = String(flags);
  return { mayCreate: !text.startsWith('r'), mustCreate: text.includes('x') };
}
