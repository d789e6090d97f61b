import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { AiwatchError } from '../errors.ts';
import { FORMAT_VERSION, readUint64, writeUint64 } from './record-format.ts';
import type { SpoolFile, SpoolFs } from './spool-fs.ts';

const FILE = 'cursor';
const MAGIC = Buffer.from('AIWCURSR', 'latin1');
/** Magic (8), version (4), delivered (8), durable (8), CRC-32 (4). */
const SLOT_BYTES = 32;
const CRC_OFFSET = 28;
/** The slots lie in blocks of their own: writing the one cannot harm the other. */
const SLOT_OFFSETS = [0, 4096] as const;

/** Where a spool stands, as sequences. */
export interface Standing {
  /** Everything up to here is delivered. */
  readonly deliveredSeq: number;
  /** Everything up to here was durable: where it is missing later, it is lost and not just unfinished. */
  readonly durableSeq: number;
}

/**
 * Remembers on the disk up to where everything is delivered. Two places in one file are written in turn, so that a
 * crash leaves the one or the other; unlike a new file for each change, this works on a full disk too.
 */
export interface Cursor {
  /** What the disk said at the opening; undefined where it said nothing. */
  readonly standing: Standing | undefined;
  /** Resolves when it is on the disk. */
  save(standing: Standing): Promise<void>;
  close(): Promise<void>;
}

/** Opens the cursor of a folder. Throws DATA_FILE_UNREADABLE for one of a newer version. */
export async function openCursor(fs: SpoolFs, folder: string): Promise<Cursor> {
  const path = join(folder, FILE);
  const file = await fs.open(path, 'update');
  const slots = await Promise.all(SLOT_OFFSETS.map(offset => readSlot(file, offset, path)));
  // The slot that says less is written next, so that the other stays until that is done.
  let next: 0 | 1 = isNewer(slots[0], slots[1]) ? 1 : 0;
  return {
    standing: slots[next === 0 ? 1 : 0] ?? slots[next],
    save: async standing => {
      await file.write(encodeSlot(standing), SLOT_OFFSETS[next]);
      await file.datasync();
      // Only now: a slot whose sync failed says nothing certain, and the other one must not be touched.
      next = next === 0 ? 1 : 0;
    },
    close: () => file.close(),
  };
}

/** Both numbers only ever rise. */
function isNewer(one: Standing | undefined, other: Standing | undefined): boolean {
  if (one === undefined || other === undefined) return one !== undefined;
  return one.deliveredSeq + one.durableSeq > other.deliveredSeq + other.durableSeq;
}

async function readSlot(file: SpoolFile, offset: number, where: string): Promise<Standing | undefined> {
  const bytes = Buffer.alloc(SLOT_BYTES);
  await file.read(bytes, offset);
  if (
    !bytes.subarray(0, 8).equals(MAGIC) ||
    crc32(bytes.subarray(0, CRC_OFFSET)) !== bytes.readUInt32LE(CRC_OFFSET)
  ) {
    return undefined;
  }
  const version = bytes.readUInt32LE(8);
  if (version > FORMAT_VERSION) {
    throw new AiwatchError('DATA_FILE_UNREADABLE', { where, found: `one of version ${version}` });
  }
  return { deliveredSeq: readUint64(bytes, 12), durableSeq: readUint64(bytes, 20) };
}

function encodeSlot({ deliveredSeq, durableSeq }: Standing): Buffer {
  const bytes = Buffer.alloc(SLOT_BYTES);
  bytes.set(MAGIC, 0);
  bytes.writeUInt32LE(FORMAT_VERSION, 8);
  writeUint64(bytes, deliveredSeq, 12);
  writeUint64(bytes, durableSeq, 20);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, CRC_OFFSET)), CRC_OFFSET);
  return bytes;
}
