import { constants, createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { AiwatchError, isAiwatchError, reasonOf } from '../../errors.ts';
import { splitLines } from '../split-lines.ts';
import { writeNewFile } from '../write-new-file.ts';

const isCompressed = (file: string) => file.endsWith('.gz');

/** Writes lines into a new file, compressed where its name ends with `.gz`. Throws OUTPUT_NOT_WRITTEN. */
export async function writeExportFile(file: string, lines: AsyncIterable<string>): Promise<void> {
  const source = joinLines(lines);
  await writeNewFile(file, target =>
    isCompressed(file) ? pipeline(source, createGzip(), target) : pipeline(source, target),
  );
}

const invalid = (file: string, found: string, cause?: unknown) =>
  new AiwatchError('STORE_EXPORT_INVALID', { where: file, found, cause });

/** Throws STORE_EXPORT_INVALID where a file is not there, or is not to be read. */
export async function checkExportFile(file: string): Promise<void> {
  try {
    await access(file, constants.R_OK);
  } catch (cause) {
    throw invalid(file, reasonOf(cause), cause);
  }
}

/** The lines of a file. Throws STORE_EXPORT_INVALID where it cannot be read. */
export async function* readExportFile(file: string): AsyncGenerator<string, void> {
  try {
    const content = createReadStream(file);
    // `compose` and `pipe` lose errors of the file; whoever reads must hear of them.
    const text = isCompressed(file) ? gunzip(content) : content.setEncoding('utf8');
    yield* splitLines(text as AsyncIterable<string>, found => invalid(file, found));
  } catch (error) {
    throw isAiwatchError(error) ? error : invalid(file, reasonOf(error), error);
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
