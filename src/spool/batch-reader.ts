import { AiwatchError, reasonOf } from '../errors.ts';
import { countDamage, countLost } from './damage.ts';
import type { Segment } from './segment.ts';
import { SegmentReader } from './segment-reader.ts';
import type { SpoolState } from './spool-state.ts';

/** Records in the order in which they were appended. */
export interface SpoolBatch {
  readonly records: readonly Uint8Array[];
  /** Given to `commit` when the records are delivered. */
  readonly position: number;
  /** When the first of them was appended, in Unix milliseconds. */
  readonly oldestTimestampMs: number;
}

/** A batch on its way. */
export interface Draft {
  readonly records: Uint8Array[];
  sizeBytes: number;
  position: number;
  oldestTimestampMs: number;
}

/** A batch that was given out and is not yet delivered. */
interface Outstanding {
  readonly position: number;
  readonly count: number;
  readonly oldestTimestampMs: number;
}

/** The segment that is being read. */
interface Current {
  readonly segment: Segment;
  readonly reader: SegmentReader;
}

/** Bounds of one batch. */
export interface BatchBounds {
  readonly maxRecords: number;
  /** The record that reaches it is the last. */
  readonly maxBytes: number;
}

/** Reads on from segment to segment, and knows what is given out. */
export class BatchReader {
  readonly #state: SpoolState;
  #current: Current | undefined;
  /** The segment that was left last. */
  #leftSeq = -1;
  #outstanding: Outstanding[] = [];

  constructor(state: SpoolState) {
    this.#state = state;
  }

  /** Adds to a batch what is durable, up to the bounds. @returns whether they are reached. Throws SPOOL_FAILED. */
  async fill(draft: Draft, bounds: BatchBounds): Promise<boolean> {
    for (;;) {
      this.#current ??= await this.#open();
      if (this.#current === undefined) return false;
      const { segment, reader } = this.#current;
      const taken = this.#takeAll(draft, bounds, this.#current);
      countDamage(this.#state, segment, reader, taken === 'end');
      if (taken === 'full') return true;
      if (taken === 'more') await guard(segment, () => reader.load(segment.sizeBytes));
      else if (segment.isSealed) await this.#leave();
      else return false;
    }
  }

  /** Gives a batch out: from now on it can be committed. */
  giveOut({ records, position, oldestTimestampMs }: Draft): SpoolBatch {
    this.#outstanding.push({ position, count: records.length, oldestTimestampMs });
    if (this.#outstanding.length === 1) this.#state.headTimeMs = oldestTimestampMs;
    return { records, position, oldestTimestampMs };
  }

  /** Everything up to the position is delivered. */
  commit(position: number): void {
    const state = this.#state;
    while (this.#outstanding.length > 0 && this.#outstanding[0]!.position <= position) {
      const { count, position: reached } = this.#outstanding.shift()!;
      state.records -= count;
      state.deliveredRecords += count;
      state.committedSeq = reached;
    }
    if (this.#outstanding.length > 0) state.headTimeMs = this.#outstanding[0]!.oldestTimestampMs;
  }

  /** Begins anew behind what is delivered; batches that were given out and not committed come again. */
  async rewind(): Promise<void> {
    this.#outstanding = [];
    this.#leftSeq = -1;
    const { reader } = this.#current ?? {};
    this.#current = undefined;
    await reader?.close();
  }

  #takeAll(draft: Draft, bounds: BatchBounds, { segment, reader }: Current) {
    const { committedSeq } = this.#state;
    while (draft.records.length < bounds.maxRecords && draft.sizeBytes < bounds.maxBytes) {
      const taken = reader.take(segment.sizeBytes);
      if (taken !== 'record') return taken;
      if (reader.seq <= committedSeq) continue;
      if (draft.records.length === 0) draft.oldestTimestampMs = reader.timeMs;
      draft.records.push(reader.body);
      draft.sizeBytes += reader.body.length;
      draft.position = reader.seq;
    }
    return 'full';
  }

  async #open(): Promise<Current | undefined> {
    const { segments, fs, committedSeq } = this.#state;
    const segment = segments.find(
      one => one.firstSeq > this.#leftSeq && !(one.isSealed && one.lastSeq <= committedSeq),
    );
    if (segment === undefined) return undefined;
    try {
      const file = await fs.open(segment.path, 'read');
      return { segment, reader: new SegmentReader(file, segment) };
    } catch (cause) {
      if (reasonOf(cause) !== 'ENOENT') throw failedOn(segment, cause);
      this.#giveUp(segment);
      return this.#open();
    }
  }

  /** Somebody removed the file: its records are lost, and everything else goes on. */
  #giveUp(segment: Segment): void {
    const { segments, committedSeq } = this.#state;
    segments.splice(segments.indexOf(segment), 1);
    const count = segment.lastSeq - Math.max(segment.startSeq - 1, committedSeq) - segment.missing;
    this.#state.records -= count;
    countLost(this.#state, segment.path, count, segment.sizeBytes);
  }

  async #leave(): Promise<void> {
    const { segment, reader } = this.#current!;
    this.#current = undefined;
    this.#leftSeq = segment.firstSeq;
    // What is lost at its end will never be committed, and must not keep the segment.
    segment.lastSeq = Math.min(segment.lastSeq, reader.seq);
    await reader.close().catch(error => this.#state.onProblem(segment.path, error));
  }
}

/** An empty batch, to be filled. */
export function createDraft(): Draft {
  return { records: [], sizeBytes: 0, position: 0, oldestTimestampMs: 0 };
}

async function guard(segment: Segment, read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (cause) {
    throw failedOn(segment, cause);
  }
}

function failedOn({ path }: Segment, cause: unknown): AiwatchError {
  return new AiwatchError('SPOOL_FAILED', { where: path, found: reasonOf(cause), cause });
}
