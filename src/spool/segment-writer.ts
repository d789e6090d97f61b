import { dirname, join } from 'node:path';
import {
  FORMAT_VERSION,
  RECORD_HEADER_BYTES,
  SEGMENT_HEADER_BYTES,
  writeRecord,
  writeSegmentHeader,
} from './record-format.ts';
import { createSalt, nameSegment, type Segment } from './segment.ts';
import type { SpoolFile } from './spool-fs.ts';
import { isDiskFull, type SpoolState, segmentBytesOf } from './spool-state.ts';

/** Records that become durable together. */
export interface Group {
  readonly records: readonly Uint8Array[];
  /** Of the records, with their headers. */
  readonly sizeBytes: number;
}

/** Bytes that records take on the disk. */
export function sizeOfRecords(records: readonly Uint8Array[]): number {
  let sizeBytes = records.length * RECORD_HEADER_BYTES;
  for (const record of records) sizeBytes += record.length;
  return sizeBytes;
}

interface OpenSegment {
  readonly segment: Segment;
  readonly file: SpoolFile;
  /** Its first group is still to come: on the disk it does not exist yet. */
  isNew: boolean;
}

/** Writes groups into segments, each by one write and one sync. What fails is never taken for durable later. */
export class SegmentWriter {
  readonly #state: SpoolState;
  #active: OpenSegment | undefined;
  #buffer = Buffer.alloc(0);

  constructor(state: SpoolState) {
    this.#state = state;
  }

  /** Resolves when the group is on the disk; throws what the disk throws, and the group is not in the spool then. */
  async write(group: Group): Promise<void> {
    const timeMs = this.#state.clock();
    let active: OpenSegment | undefined;
    let isSyncing = false;
    try {
      active = await this.#activeFor(group);
      const bytes = this.#encode(active, group, timeMs);
      await active.file.write(bytes, active.segment.sizeBytes);
      isSyncing = true;
      await active.file.datasync();
      if (active.isNew) await this.#state.fs.syncFolder(dirname(active.segment.path));
      this.#count(active, group, bytes.length, timeMs);
    } catch (error) {
      await this.#recover(active, group, isDiskFull(error) && !isSyncing);
      throw error;
    }
    if (active.segment.sizeBytes >= segmentBytesOf(this.#state.config)) await this.seal();
  }

  /** Closes the file; the next group begins a new one. */
  async seal(): Promise<void> {
    const active = this.#active;
    if (active === undefined) return;
    this.#active = undefined;
    active.segment.isSealed = true;
    await active.file.close().catch(error => this.#state.onProblem(active.segment.path, error));
    this.#state.wake();
  }

  async #activeFor({ sizeBytes }: Group): Promise<OpenSegment> {
    const active = this.#active;
    if (active !== undefined && active.segment.sizeBytes + sizeBytes > segmentBytesOf(this.#state.config)) {
      await this.seal();
    }
    this.#active ??= await this.#create();
    return this.#active;
  }

  async #create(): Promise<OpenSegment> {
    const { config, fs, nextSeq: firstSeq } = this.#state;
    const salt = createSalt();
    const name = nameSegment(firstSeq, salt);
    const path = join(config.dir, name);
    const file = await fs.open(path, 'create');
    const segment: Segment = {
      name,
      path,
      firstSeq,
      salt,
      sizeBytes: 0,
      lastSeq: firstSeq - 1,
      isSealed: false,
      startBytes: SEGMENT_HEADER_BYTES,
      startSeq: firstSeq,
      missing: 0,
      damagedBytes: 0,
    };
    return { segment, file, isNew: true };
  }

  #encode({ segment, isNew }: OpenSegment, { records, sizeBytes }: Group, timeMs: number): Buffer {
    const { nextSeq, durableSeq } = this.#state;
    const headerBytes = isNew ? SEGMENT_HEADER_BYTES : 0;
    const totalBytes = headerBytes + sizeBytes;
    if (this.#buffer.length < totalBytes) this.#buffer = Buffer.allocUnsafeSlow(2 * totalBytes);
    const { salt, firstSeq } = segment;
    if (isNew) {
      writeSegmentHeader(this.#buffer, { version: FORMAT_VERSION, salt, firstSeq, previousSeq: durableSeq });
    }
    const stamp = { seq: nextSeq, timeMs, salt };
    let at = headerBytes;
    for (const record of records) {
      at = writeRecord(this.#buffer, at, record, stamp);
      stamp.seq++;
    }
    return this.#buffer.subarray(0, totalBytes);
  }

  #count(active: OpenSegment, { records }: Group, sizeBytes: number, timeMs: number): void {
    const { segment } = active;
    const state = this.#state;
    if (active.isNew) state.segments.push(segment);
    active.isNew = false;
    segment.sizeBytes += sizeBytes;
    state.nextSeq += records.length;
    state.durableSeq = state.nextSeq - 1;
    segment.lastSeq = state.durableSeq;
    if (state.records === 0) state.headTimeMs = timeMs;
    state.records += records.length;
    state.appendedRecords += records.length;
    state.wake();
  }

  /**
   * After a failure. On a full disk the part that was written is cut off again, and the segment ends: once it is
   * delivered it can be removed, which may be all the room that there is. Any other failure ends it too: after a sync
   * that failed, a later one that succeeds says nothing about what was written before.
   */
  async #recover(active: OpenSegment | undefined, { records }: Group, isFull: boolean): Promise<void> {
    if (active === undefined) return;
    const { segment, file } = active;
    if (isFull && !active.isNew && (await this.#cut(active))) return this.seal();
    // Part of the group may be on the disk under these sequences: they are never used for other records.
    this.#state.nextSeq += records.length;
    if (!active.isNew) await file.truncate(segment.sizeBytes).catch(() => {});
    await this.seal();
    if (active.isNew) {
      await this.#state.fs.remove(segment.path).catch(error => this.#state.onProblem(segment.path, error));
    }
  }

  async #cut({ file, segment }: OpenSegment): Promise<boolean> {
    try {
      await file.truncate(segment.sizeBytes);
      await file.datasync();
      return true;
    } catch {
      return false;
    }
  }
}
