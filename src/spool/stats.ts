import { diskBytesOf, type SpoolState } from './spool-state.ts';

/** Why an append was refused: the bound or the disk is full, too much waits, the disk fails, the spool is closed. */
export type RefusalReason = 'full' | 'busy' | 'failed' | 'closed';

/** How a spool is doing. Totals count from its opening. */
export interface SpoolStats {
  /** Durable records that are not yet delivered. */
  readonly records: number;
  /** Bytes of its segments on the disk. */
  readonly bytes: number;
  readonly segments: number;
  /** Bytes in memory that wait for the disk. */
  readonly pendingBytes: number;
  /** When the oldest record was appended (Unix milliseconds), or a little earlier; undefined where there is none. */
  readonly oldestRecordTimestampMs: number | undefined;
  readonly appendedTotal: number;
  readonly deliveredTotal: number;
  /** Records refused, by reason. */
  readonly refusedTotal: Readonly<Record<RefusalReason, number>>;
  /**
   * What was on the disk and cannot be read any more: at most that. After a loss of power, records of the last write,
   * never acknowledged, may be among it. A damaged file counts at each opening until it is delivered and set aside.
   */
  readonly corruptTotal: { readonly records: number; readonly bytes: number };
  /** Bytes cut off at the opening: the end of a write that a crash interrupted, never acknowledged. */
  readonly repairedBytes: number;
  /** Damaged files set aside. */
  readonly quarantinedFiles: number;
  /** The last write reached the disk. */
  readonly isWritable: boolean;
}

/** Reads how a spool is doing; costs nothing. */
export function readStats(state: SpoolState): SpoolStats {
  return {
    records: state.records,
    bytes: diskBytesOf(state),
    segments: state.segments.length,
    pendingBytes: state.pendingBytes,
    oldestRecordTimestampMs: state.records > 0 ? state.headTimeMs : undefined,
    appendedTotal: state.appendedRecords,
    deliveredTotal: state.deliveredRecords,
    refusedTotal: { ...state.refused },
    corruptTotal: { records: state.corruptRecords, bytes: state.corruptBytes },
    repairedBytes: state.repairedBytes,
    quarantinedFiles: state.quarantinedFiles,
    isWritable: state.isWritable,
  };
}
