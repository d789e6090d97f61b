import type { Segment } from './segment.ts';
import type { SegmentReader } from './segment-reader.ts';
import type { SpoolState } from './spool-state.ts';

/** Compares what a reader found with what was known of the segment. Counts and reports what is newly lost, once. */
export function countDamage(
  state: SpoolState,
  segment: Segment,
  reader: SegmentReader,
  isAtEnd: boolean,
): void {
  const missing = reader.missing + (isAtEnd ? Math.max(0, segment.lastSeq - reader.seq) : 0);
  const damagedBytes = reader.damagedBytes + (isAtEnd ? segment.sizeBytes - reader.intactEnd : 0);
  if (missing <= segment.missing && damagedBytes <= segment.damagedBytes) return;
  const records = Math.max(0, missing - segment.missing);
  state.corruptBytes += Math.max(0, damagedBytes - segment.damagedBytes);
  segment.missing += records;
  segment.damagedBytes = Math.max(segment.damagedBytes, damagedBytes);
  state.records -= records;
  countLost(state, segment.path, records, damagedBytes);
}

/** Counts and reports records that were on the disk and are not there any more. */
export function countLost(state: SpoolState, where: string, records: number, damagedBytes: number): void {
  state.corruptRecords += records;
  state.onProblem(where, new Error(`${damagedBytes} bytes are damaged, ${records} records are lost`));
}
