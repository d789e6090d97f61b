import { randomInt } from 'node:crypto';

/** One file of the spool: records with ascending sequences, without a gap. */
export interface Segment {
  readonly name: string;
  readonly path: string;
  readonly firstSeq: number;
  readonly salt: number;
  /** How much of the file is durable, with the header. Nothing is ever read behind it. */
  sizeBytes: number;
  /** The last durable sequence; firstSeq - 1 before the first. */
  lastSeq: number;
  /** Nothing more is written to it. */
  isSealed: boolean;
  /** Where reading begins: the first record that was not yet delivered when the spool was opened. */
  readonly startBytes: number;
  /** The sequence of the record there. */
  readonly startSeq: number;
  /** Records from there on that are known to be lost. */
  missing: number;
  /** Bytes from there on that are known not to be records. Such a segment is set aside in the end, not removed. */
  damagedBytes: number;
}

const NAME = /^(\d{16})-([0-9a-f]{8})\.log$/;

/**
 * The name of a segment: its first sequence, so that names sort as records do, and its salt, so that the records can
 * be read where the header cannot.
 */
export function nameSegment(firstSeq: number, salt: number): string {
  return `${String(firstSeq).padStart(16, '0')}-${salt.toString(16).padStart(8, '0')}.log`;
}

/** What a name says; undefined for other files. */
export function parseSegmentName(name: string): { firstSeq: number; salt: number } | undefined {
  const match = NAME.exec(name);
  if (match === null) return undefined;
  return { firstSeq: Number(match[1]), salt: Number.parseInt(match[2]!, 16) };
}

/** A salt that nobody can guess. */
export function createSalt(): number {
  return randomInt(1, 2 ** 32);
}
