import { mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AiwatchError, reasonOf } from '../../errors.ts';

/** A file to write, or to remove where it has no content. */
export interface Replacement {
  /** From the output folder, with `/`. */
  readonly path: string;
  readonly content: string | undefined;
}

/** What became of the replacements: the paths that were left as they were, and what stopped them. */
export interface ReplaceResult {
  readonly left: readonly string[];
  readonly failure: AiwatchError | undefined;
}

/** A new content that waits beside its file. */
interface Staged {
  readonly path: string;
  readonly target: string;
  readonly temporary: string | undefined;
}

/** Rights of a new file, before the umask of the user. */
const FILE_MODE = 0o666;

/** The file itself where the path is a link, and its rights; a rename would replace the link and forget the rights. */
async function inspectTarget(file: string): Promise<{ readonly target: string; readonly mode: number }> {
  try {
    const target = await realpath(file);
    return { target, mode: (await stat(target)).mode };
  } catch {
    return { target: file, mode: FILE_MODE };
  }
}

async function stageFile(outDir: string, { path, content }: Replacement): Promise<Staged> {
  const { target, mode } = await inspectTarget(join(outDir, path));
  if (content === undefined) return { path, target, temporary: undefined };
  // Its name ends in .tmp, so that no program takes it for a rule file, a template or a dashboard.
  const temporary = `${target}.${process.pid}.tmp`;
  await mkdir(dirname(target), { recursive: true });
  try {
    await writeFile(temporary, content, { mode, flush: true });
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return { path, target, temporary };
}

async function discard(staged: readonly Staged[]): Promise<void> {
  await Promise.all(staged.map(({ temporary }) => temporary && rm(temporary, { force: true })));
}

/** Writes every new content beside its file; where one fails, nothing is left of the others. */
async function stageFiles(outDir: string, replacements: readonly Replacement[]): Promise<readonly Staged[]> {
  const staged: Staged[] = [];
  for (const replacement of replacements) {
    try {
      staged.push(await stageFile(outDir, replacement));
    } catch (cause) {
      await discard(staged);
      const where = join(outDir, replacement.path);
      const found = `${reasonOf(cause)}; nothing was changed`;
      throw new AiwatchError('BUNDLE_NOT_WRITTEN', { where, found, cause });
    }
  }
  return staged;
}

/**
 * Replaces files as one: every new content is on the disk, in a temporary file beside its place, before the first file
 * is replaced by a rename. Throws BUNDLE_NOT_WRITTEN where that fails, and then nothing has changed; should a rename
 * itself fail, the result says which files were replaced before.
 */
export async function replaceFiles(
  outDir: string,
  replacements: readonly Replacement[],
): Promise<ReplaceResult> {
  const staged = await stageFiles(outDir, replacements);
  const done: string[] = [];
  for (const { path, target, temporary } of staged) {
    try {
      await (temporary === undefined ? rm(target) : rename(temporary, target));
      done.push(path);
    } catch (cause) {
      await discard(staged);
      const changed =
        done.length === 0 ? 'nothing was changed' : `only these were written: ${done.join(', ')}`;
      const details = { where: join(outDir, path), found: `${reasonOf(cause)}; ${changed}`, cause };
      return {
        left: staged.slice(done.length).map(each => each.path),
        failure: new AiwatchError('BUNDLE_NOT_WRITTEN', details),
      };
    }
  }
  return { left: [], failure: undefined };
}
