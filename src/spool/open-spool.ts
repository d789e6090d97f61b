import { dirname } from 'node:path';
import { systemClock } from '../clock.ts';
import { AiwatchError, reasonOf } from '../errors.ts';
import type { FileLock } from '../file-lock.ts';
import { BatchReader } from './batch-reader.ts';
import { Cleaner } from './cleaner.ts';
import { Compaction } from './compaction.ts';
import { type Cursor, openCursor } from './cursor.ts';
import { GroupCommit } from './group-commit.ts';
import { createNext } from './next-batch.ts';
import { keepQuarantine } from './quarantine.ts';
import { recover } from './recovery.ts';
import type { Spool, SpoolOptions } from './spool.ts';
import { nodeSpoolFs } from './spool-fs.ts';
import type { ProblemListener, SpoolConfig, SpoolState } from './spool-state.ts';
import { readStats } from './stats.ts';
import { WakeUp } from './wake-up.ts';

/** A crash repeats the deliveries of no longer than that. */
const CURSOR_DELAY_MS = 100;
/** Delivered records stay no longer than that, once all before them are delivered. */
const SEAL_DELAY_MS = 60_000;

/**
 * Opens the spool of a folder: takes the folder for this process, repairs what a crash has left, and counts what is
 * there. Throws SPOOL_LOCKED, DATA_FILE_UNREADABLE, DATA_FILE_UNWRITABLE.
 */
export async function openSpool(config: SpoolConfig, options: SpoolOptions = {}): Promise<Spool> {
  const wakeUp = new WakeUp();
  const state = createState(config, options, wakeUp);
  const lock = await lockFolderOf(state);
  let cursor: Cursor | undefined;
  try {
    cursor = await openCursor(state.fs, config.dir);
    await recover(state, cursor);
    const cleaner = new Cleaner(state, cursor, options.cursorDelayMs ?? CURSOR_DELAY_MS);
    const groups = new GroupCommit(state);
    const compaction = new Compaction(state, groups, cleaner, options.sealDelayMs ?? SEAL_DELAY_MS);
    const endQuarantine = await keepQuarantine(state);
    return assemble(state, { wakeUp, cleaner, groups, compaction, endQuarantine, lock });
  } catch (error) {
    await cursor?.close();
    await lock.release();
    if (error instanceof AiwatchError) throw error;
    throw unwritable(config.dir, error);
  }
}

function createState(config: SpoolConfig, options: SpoolOptions, { wake }: WakeUp): SpoolState {
  return {
    config,
    fs: options.fs ?? nodeSpoolFs,
    clock: options.clock ?? systemClock,
    onProblem: guarded(options.onProblem),
    segments: [],
    nextSeq: 1,
    durableSeq: 0,
    committedSeq: 0,
    saved: { deliveredSeq: 0, durableSeq: 0 },
    records: 0,
    headTimeMs: undefined,
    pendingBytes: 0,
    appendedRecords: 0,
    deliveredRecords: 0,
    refused: { full: 0, busy: 0, failed: 0, closed: 0 },
    corruptRecords: 0,
    corruptBytes: 0,
    repairedBytes: 0,
    quarantinedFiles: 0,
    isWritable: true,
    isClosed: false,
    wake,
  };
}

/** Who is told must not be able to stop the spool. */
function guarded(listener: ProblemListener | undefined): ProblemListener {
  return (where, error) => {
    try {
      listener?.(where, error);
    } catch {}
  };
}

async function lockFolderOf({ fs, config }: SpoolState): Promise<FileLock> {
  try {
    await fs.makeFolder(config.dir);
    await fs.syncFolder(dirname(config.dir));
    return await fs.lock(config.dir);
  } catch (error) {
    throw error instanceof AiwatchError ? error : unwritable(config.dir, error);
  }
}

function unwritable(where: string, cause: unknown): AiwatchError {
  return new AiwatchError('DATA_FILE_UNWRITABLE', { where, found: reasonOf(cause), cause });
}

interface SpoolParts {
  readonly wakeUp: WakeUp;
  readonly cleaner: Cleaner;
  readonly groups: GroupCommit;
  readonly compaction: Compaction;
  readonly endQuarantine: () => void;
  readonly lock: FileLock;
}

function assemble(state: SpoolState, parts: SpoolParts): Spool {
  const { wakeUp, cleaner, groups, compaction, endQuarantine, lock } = parts;
  const reader = new BatchReader(state);
  const next = createNext(state, reader, wakeUp);
  let closing: Promise<void> | undefined;
  const close = async () => {
    state.isClosed = true;
    compaction.close();
    endQuarantine();
    wakeUp.wake();
    try {
      await groups.close();
      await next.settled();
      await reader.rewind();
      await cleaner.close();
    } finally {
      await lock.release();
    }
  };
  return {
    append: records =>
      groups.append(records).catch(error => {
        // What is delivered already may be what fills the disk.
        cleaner.schedule();
        throw error;
      }),
    next: next.next,
    commit: position => {
      reader.commit(position);
      cleaner.schedule();
      compaction.schedule();
    },
    rewind: () => reader.rewind(),
    compact: () => compaction.run(),
    stats: () => readStats(state),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
