import { crc32 } from 'node:zlib';

/** The version of the form of segments and of the cursor. A newer one is refused, never read and never removed. */
export const FORMAT_VERSION = 1;
/** Magic (8), version (4), salt (4), first sequence (8), sequence before it (8), CRC-32 (4): so in every version. */
export const SEGMENT_HEADER_BYTES = 36;
/** CRC-32 (4), length of the body (4), sequence (8), time (8). Numbers are little-endian. */
export const RECORD_HEADER_BYTES = 24;

const MAGIC = Buffer.from('AIWSPOOL', 'latin1');
const WORD = 2 ** 32;

/** What the beginning of a segment says. */
export interface SegmentHeader {
  readonly version: number;
  /** Where the CRC-32 of its records begins: bytes of another file, or made up by a sender, never pass for records. */
  readonly salt: number;
  readonly firstSeq: number;
  /** The last sequence that was durable when the segment began: what is missing before it can be counted. */
  readonly previousSeq: number;
}

/** Writes the header of a segment to the beginning of a buffer. */
export function writeSegmentHeader(target: Buffer, header: SegmentHeader): void {
  target.set(MAGIC, 0);
  target.writeUInt32LE(header.version, 8);
  target.writeUInt32LE(header.salt, 12);
  writeUint64(target, header.firstSeq, 16);
  writeUint64(target, header.previousSeq, 24);
  target.writeUInt32LE(crc32(target.subarray(0, 32)), 32);
}

/** Reads the header of a segment; undefined where it is damaged. */
export function parseSegmentHeader(bytes: Buffer): SegmentHeader | undefined {
  if (bytes.length < SEGMENT_HEADER_BYTES || !bytes.subarray(0, 8).equals(MAGIC)) return undefined;
  if (crc32(bytes.subarray(0, 32)) !== bytes.readUInt32LE(32)) return undefined;
  return {
    version: bytes.readUInt32LE(8),
    salt: bytes.readUInt32LE(12),
    firstSeq: readUint64(bytes, 16),
    previousSeq: readUint64(bytes, 24),
  };
}

/** What stands beside the body of a record. */
export interface RecordStamp {
  readonly seq: number;
  /** Unix milliseconds. */
  readonly timeMs: number;
  readonly salt: number;
}

/** Writes one record. @returns the position behind it. */
export function writeRecord(target: Buffer, at: number, body: Uint8Array, stamp: RecordStamp): number {
  const end = at + RECORD_HEADER_BYTES + body.length;
  target.writeUInt32LE(body.length, at + 4);
  writeUint64(target, stamp.seq, at + 8);
  writeUint64(target, stamp.timeMs, at + 16);
  target.set(body, at + RECORD_HEADER_BYTES);
  target.writeUInt32LE(crc32(target.subarray(at + 4, end), stamp.salt), at);
  return end;
}

/** How many bytes the record says to take, with its header. */
export function recordSizeAt(bytes: Buffer, at: number): number {
  return RECORD_HEADER_BYTES + bytes.readUInt32LE(at + 4);
}

/** The sequence of the record. */
export function recordSeqAt(bytes: Buffer, at: number): number {
  return readUint64(bytes, at + 8);
}

/** When the record was appended, in Unix milliseconds. */
export function recordTimeMsAt(bytes: Buffer, at: number): number {
  return readUint64(bytes, at + 16);
}

/** Whether the bytes are those that were written. */
export function isRecordIntact(bytes: Buffer, at: number, sizeBytes: number, salt: number): boolean {
  return crc32(bytes.subarray(at + 4, at + sizeBytes), salt) === bytes.readUInt32LE(at);
}

/** Numbers up to 2^53 as eight bytes; BigInt would cost more than all the rest of a record. */
export function writeUint64(target: Buffer, value: number, at: number): void {
  target.writeUInt32LE(value % WORD, at);
  target.writeUInt32LE(Math.floor(value / WORD), at + 4);
}

/** Reads what writeUint64 has written. */
export function readUint64(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at + 4) * WORD + bytes.readUInt32LE(at);
}
