import { reasonOf } from '../errors.ts';
import type { Cursor, Standing } from './cursor.ts';
import { countLost } from './damage.ts';
import { quarantine } from './quarantine.ts';
import { type FoundSegment, findSegments, scanSegment } from './scan-segment.ts';
import type { SpoolState } from './spool-state.ts';

/**
 * Brings a spool back to what was on the disk: finds where delivery stood, cuts off the end of a write that a crash
 * interrupted, counts what cannot be read, and removes what is delivered. Throws DATA_FILE_UNREADABLE.
 */
export async function recover(state: SpoolState, cursor: Cursor): Promise<void> {
  const { fs, config } = state;
  const found = await findSegments(fs, config.dir);
  const standing = cursor.standing ?? startWithoutCursor(found);
  // What was read may be in the memory of the system only, and segments are removed by it.
  await cursor.save(standing);
  // Both places of the cursor have room on the disk from now on.
  if (cursor.standing === undefined) await cursor.save(standing);
  state.saved = standing;
  state.committedSeq = standing.deliveredSeq;
  state.durableSeq = standing.deliveredSeq;
  for (const [index, one] of found.entries()) await recoverSegment(state, one, found[index + 1]);
  countGap(state, config.dir, standing.durableSeq);
  state.nextSeq = state.durableSeq + 1;
  await fs.syncFolder(config.dir);
}

/** Nothing says what is delivered: everything that is there comes again, and nothing before it is missed. */
function startWithoutCursor(found: readonly FoundSegment[]): Standing {
  const first = found[0];
  const seq = first === undefined ? 0 : (first.previousSeq ?? first.firstSeq - 1);
  return { deliveredSeq: seq, durableSeq: seq };
}

async function recoverSegment(
  state: SpoolState,
  found: FoundSegment,
  next: FoundSegment | undefined,
): Promise<void> {
  countGap(state, found.path, found.previousSeq ?? found.firstSeq - 1);
  state.durableSeq = Math.max(state.durableSeq, found.firstSeq - 1);
  if (next !== undefined && next.firstSeq - 1 <= state.committedSeq) {
    await state.fs.remove(found.path);
    state.durableSeq = Math.max(state.durableSeq, next.firstSeq - 1);
    return;
  }
  const scanned = await scanSegment(state.fs, found, state.committedSeq);
  const { segment, records, intactEnd } = scanned;
  const trailingBytes = Math.max(0, found.sizeBytes - intactEnd);
  // The end of the last segment is unfinished, unless it is known to have been durable.
  const isTorn = next === undefined && segment.lastSeq >= state.saved.durableSeq;
  segment.missing = scanned.missing;
  segment.damagedBytes = scanned.damagedBytes + (isTorn ? 0 : trailingBytes);
  if (isTorn) {
    await cutTail(state, segment.path, intactEnd, trailingBytes);
    segment.sizeBytes = Math.min(intactEnd, found.sizeBytes);
  }
  state.durableSeq = Math.max(state.durableSeq, segment.lastSeq);
  state.corruptBytes += segment.damagedBytes;
  if (segment.damagedBytes > 0) countLost(state, segment.path, segment.missing, segment.damagedBytes);
  if (records > 0) {
    state.headTimeMs ??= scanned.startTimeMs;
    state.records += records;
    state.segments.push(segment);
  } else if (segment.damagedBytes > 0) await quarantine(state, segment);
  else await state.fs.remove(segment.path);
}

/** What was durable once, and is in no segment so far, is lost. */
function countGap(state: SpoolState, where: string, durableSeq: number): void {
  if (durableSeq > state.durableSeq) countLost(state, where, durableSeq - state.durableSeq, 0);
  state.durableSeq = Math.max(state.durableSeq, durableSeq);
}

async function cutTail(
  state: SpoolState,
  path: string,
  sizeBytes: number,
  trailingBytes: number,
): Promise<void> {
  try {
    const file = await state.fs.open(path, 'update');
    try {
      if (trailingBytes > 0) await file.truncate(sizeBytes);
      // After a kill, records may be in the memory of the system only; from now on they count as durable.
      await file.datasync();
    } finally {
      await file.close();
    }
    state.repairedBytes += trailingBytes;
  } catch (error) {
    // It is read no further than here in any case.
    state.onProblem(`${path}: ${reasonOf(error)}`, error);
  }
}
