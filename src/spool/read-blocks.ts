import { setTimeout as sleep } from 'node:timers/promises';
import type { SpoolFile } from './spool-fs.ts';

/** Disks fail by the sector, and systems read by the page. */
const BLOCK_BYTES = 4096;
/** A block is given up only after these pauses: most failures of a disk in a network pass. */
const PAUSES_MS = [5, 50] as const;

/**
 * Fills the target from the file. Blocks that the disk cannot read become zeros, as does what lies behind the end of
 * the file: the records there count as damaged, and those around them are kept. Where no block can be read the disk is
 * taken to be away, and its error is thrown: then nothing is lost, and reading can be tried again.
 */
export async function readBlocks(file: SpoolFile, target: Buffer, position: number): Promise<void> {
  try {
    await readAll(file, target, position);
  } catch (error) {
    const readable = await readBlockByBlock(file, target, position);
    if (readable === 0) throw error;
  }
}

async function readBlockByBlock(file: SpoolFile, target: Buffer, position: number): Promise<number> {
  let readable = 0;
  for (let at = 0; at < target.length; at += BLOCK_BYTES) {
    const block = target.subarray(at, at + BLOCK_BYTES);
    if (await isRead(() => readAll(file, block, position + at))) readable++;
    else block.fill(0);
  }
  return readable;
}

async function isRead(read: () => Promise<void>): Promise<boolean> {
  for (let attempt = 0; attempt <= PAUSES_MS.length; attempt++) {
    try {
      await read();
      return true;
    } catch {
      if (attempt < PAUSES_MS.length) await sleep(PAUSES_MS[attempt]);
    }
  }
  return false;
}

async function readAll(file: SpoolFile, target: Buffer, position: number): Promise<void> {
  let done = 0;
  while (done < target.length) {
    const count = await file.read(target.subarray(done), position + done);
    if (count === 0) break;
    done += count;
  }
  target.fill(0, done);
}
