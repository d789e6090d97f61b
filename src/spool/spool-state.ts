import type { Clock } from '../clock.ts';
import type { Standing } from './cursor.ts';
import type { Segment } from './segment.ts';
import type { SpoolFs } from './spool-fs.ts';
import type { RefusalReason } from './stats.ts';

/** Where a spool lies, and how much it may take. */
export interface SpoolConfig {
  /** Folder of this spool alone; made where there is none. */
  readonly dir: string;
  /** Most bytes of segments on the disk; appending beyond is refused. Damaged files set aside may take a quarter more. */
  readonly maxBytes: number;
  /** A new file is begun at this size. At most an eighth of maxBytes is used. */
  readonly segmentBytes: number;
  /** Most bytes in memory that wait for the disk; appending beyond is refused. */
  readonly maxPendingBytes: number;
}

const MIB = 2 ** 20;

/** A gigabyte: about an hour without the store at 500 events a second (references: 600 to 700 bytes each). */
export const SPOOL_DEFAULTS = {
  maxBytes: 1024 * MIB,
  segmentBytes: 16 * MIB,
  maxPendingBytes: 16 * MIB,
} as const;

/** Told of what went wrong where nobody waits for an answer. */
export type ProblemListener = (where: string, error: unknown) => void;

/** What the parts of one open spool share. */
export interface SpoolState {
  readonly config: SpoolConfig;
  readonly fs: SpoolFs;
  readonly clock: Clock;
  readonly onProblem: ProblemListener;
  /** In the order of their records; the last is the one being written, unless it is sealed. */
  readonly segments: Segment[];
  /** The sequence of the next record. Never used twice, not even after a failure. */
  nextSeq: number;
  /** The last sequence that is durable. */
  durableSeq: number;
  /** Everything up to here is delivered. */
  committedSeq: number;
  /** What the cursor on the disk says. */
  saved: Standing;
  /** Durable records that are not yet delivered. */
  records: number;
  /** When the oldest of them was appended, or a little earlier. */
  headTimeMs: number | undefined;
  pendingBytes: number;
  appendedRecords: number;
  deliveredRecords: number;
  readonly refused: Record<RefusalReason, number>;
  corruptRecords: number;
  corruptBytes: number;
  repairedBytes: number;
  quarantinedFiles: number;
  /** The last group reached the disk. */
  isWritable: boolean;
  isClosed: boolean;
  /** Wakes the reader: there is more, or never will be. */
  wake: () => void;
}

/** Bytes of all segments on the disk. */
export function diskBytesOf({ segments }: SpoolState): number {
  let sizeBytes = 0;
  for (const segment of segments) sizeBytes += segment.sizeBytes;
  return sizeBytes;
}

/** The size at which a new segment is begun: several fit in the bound, so that delivering frees space soon. */
export function segmentBytesOf({ segmentBytes, maxBytes }: SpoolConfig): number {
  return Math.min(segmentBytes, Math.floor(maxBytes / 8));
}

/** Whether the error says that the disk, or what one may use of it, is full. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}
