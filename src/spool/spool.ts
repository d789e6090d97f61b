import type { Clock } from '../clock.ts';
import type { BatchBounds, SpoolBatch } from './batch-reader.ts';
import type { SpoolFs } from './spool-fs.ts';
import type { ProblemListener } from './spool-state.ts';
import type { SpoolStats } from './stats.ts';

/** How a batch is read. */
export interface NextOptions extends Partial<BatchBounds> {
  /**
   * How long to wait for the batch to become full, once there is something; a function is asked then, and told how many
   * records there are. @default 0
   */
  readonly lingerMs?: number | ((records: number) => number);
  /** Ends the waiting; what is there is given out. One that is aborted already only looks. */
  readonly signal?: AbortSignal | undefined;
}

/** What a spool may be given in place of the machine's. */
export interface SpoolOptions {
  readonly fs?: SpoolFs;
  readonly clock?: Clock;
  /** How long after a delivery the cursor is saved, for all deliveries until then. @default 100 */
  readonly cursorDelayMs?: number;
  /** How long after a delivery the file that is being written ends, so that it can go. @default 60000 */
  readonly sealDelayMs?: number;
  /** Told of damage, and of failures behind the scenes. @default nobody */
  readonly onProblem?: ProblemListener;
}

/** A durable queue of records, with many who append and one who reads. */
export interface Spool {
  /**
   * Appends all of the records, or none. Resolves when they are on the disk; they must not be changed until then.
   * Throws SPOOL_FULL (the bound, or the disk), SPOOL_BUSY (too much waits), SPOOL_FAILED (the disk fails; nothing of
   * it is taken for durable) or SPOOL_CLOSED. What was refused can be appended again; after a crash, records that
   * failed may nevertheless be found on the disk, and be delivered.
   */
  append(records: readonly Uint8Array[]): Promise<void>;
  /**
   * Waits for records and gives out the next ones: at most 1,000 and about 4 MiB, unless told otherwise. Undefined when
   * the signal ends the waiting, or the spool is closed. Only one caller at a time. Throws SPOOL_FAILED where the disk cannot be
   * read (then try again) and SPOOL_BUSY for a second caller.
   */
  next(options?: NextOptions): Promise<SpoolBatch | undefined>;
  /**
   * Everything up to the position of a batch is delivered, and need not be kept. After a crash the deliveries of the
   * last moments come again.
   */
  commit(position: number): void;
  /** Batches that were given out and not committed come again. Not while `next` waits. */
  rewind(): Promise<void>;
  /**
   * Removes what is delivered from the disk at once; what shares a file with records that are not, goes with those. What
   * fails is reported, and tried again with the next delivery.
   */
  compact(): Promise<void>;
  stats(): SpoolStats;
  /** Refuses what comes, writes what waits, saves what is delivered, lets the folder go. */
  close(): Promise<void>;
}
