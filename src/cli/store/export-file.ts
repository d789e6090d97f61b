import { createReadStream, createWriteStream } from 'node:fs';
import { access, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { AiwatchError, isAiwatchError, reasonOf } from '../../errors.ts';
import { splitLines } from '../split-lines.ts';

const isCompressed = (file: string) => file.endsWith('.gz');

/**
 * Writes lines into a new file that only its owner may read, compressed where its name ends with `.gz`. It has its name
 * only when it is whole and on the disk. Throws STORE_EXPORT_UNWRITABLE.
 */
export async function writeExportFile(file: string, lines: AsyncIterable<string>): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere)
    throw new AiwatchError('STORE_EXPORT_UNWRITABLE', { where: file, found: 'a file of that name' });
  const unfinished = `${file}.part`;
  try {
    const target = createWriteStream(unfinished, { mode: 0o600, flush: true });
    const source = joinLines(lines);
    await (isCompressed(file) ? pipeline(source, createGzip(), target) : pipeline(source, target));
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    if (isAiwatchError(error) || !isOfDisk(error)) throw error;
    throw new AiwatchError('STORE_EXPORT_UNWRITABLE', { where: file, found: reasonOf(error), cause: error });
  }
}

/** The lines of a file. Throws STORE_EXPORT_INVALID where it cannot be read. */
export async function* readExportFile(file: string): AsyncGenerator<string, void> {
  const fail = (found: string, cause?: unknown) =>
    new AiwatchError('STORE_EXPORT_INVALID', { where: file, found, cause });
  try {
    const content = createReadStream(file);
    // `compose` and `pipe` lose errors of the file; whoever reads must hear of them.
    const text = isCompressed(file) ? gunzip(content) : content.setEncoding('utf8');
    yield* splitLines(text as AsyncIterable<string>, fail);
  } catch (error) {
    throw isAiwatchError(error) ? error : fail(reasonOf(error), error);
  }
}

/** Puts lines together into pieces of a size that disks and compression like. */
export async function* joinLines(lines: AsyncIterable<string>): AsyncGenerator<string, void> {
  const pieceLength = 64 * 1024;
  let piece = '';
  for await (const line of lines) {
    piece += `${line}\n`;
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

function gunzip(content: NodeJS.ReadableStream): AsyncIterable<string> {
  const unzipped = createGunzip().setEncoding('utf8');
  pipeline(content, unzipped).catch((error: Error) => unzipped.destroy(error));
  return unzipped as AsyncIterable<string>;
}

/** Errors of the database have codes of five characters, and those of files a name. */
function isOfDisk(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'path' in error;
}
