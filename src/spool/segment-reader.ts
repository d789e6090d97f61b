import { readBlocks } from './read-blocks.ts';
import {
  isRecordIntact,
  RECORD_HEADER_BYTES,
  recordSeqAt,
  recordSizeAt,
  recordTimeMsAt,
} from './record-format.ts';
import type { Segment } from './segment.ts';
import type { SpoolFile } from './spool-fs.ts';

/** Read at once; a batch of events fits in a few of them. */
const WINDOW_BYTES = 256 * 1024;

/** What came of looking for the next record: there it is; more must be loaded first; there is none. */
export type Taken = 'record' | 'more' | 'end';

/**
 * Goes through the records of one segment, a window at a time. Where something is damaged it goes on byte by byte
 * until a record fits again: its sequence must be one that can stand there, and its checksum right.
 */
export class SegmentReader {
  /** Of the record that was taken last. The body is a piece of the window, which is never written to again. */
  seq: number;
  timeMs = 0;
  body: Buffer = Buffer.alloc(0);
  /** Where the last intact record ends. */
  intactEnd: number;
  /** Damaged bytes in front of the last intact record. */
  damagedBytes = 0;
  /** Sequences that are missing between intact records. */
  missing = 0;
  readonly #file: SpoolFile;
  readonly #salt: number;
  #window: Buffer = Buffer.alloc(0);
  #windowStart: number;
  /** Where the next record is looked for. */
  #offset: number;
  #wantedBytes = 0;

  constructor(file: SpoolFile, { salt, startBytes, startSeq }: Segment) {
    this.#file = file;
    this.#salt = salt;
    this.seq = startSeq - 1;
    this.intactEnd = startBytes;
    this.#windowStart = startBytes;
    this.#offset = startBytes;
  }

  /** Looks for the next record in what is loaded. @param limitBytes where the durable part of the segment ends. */
  take(limitBytes: number): Taken {
    for (;;) {
      const remaining = limitBytes - this.#offset;
      if (remaining <= 0) return 'end';
      const sizeBytes = this.#sizeOfNext(remaining);
      if (sizeBytes > this.#loadedBytes()) {
        this.#wantedBytes = sizeBytes;
        return 'more';
      }
      if (sizeBytes > 0 && this.#accept(sizeBytes)) return 'record';
      this.#offset++;
    }
  }

  /** Loads what `take` asked for. Throws what the disk throws. */
  async load(limitBytes: number): Promise<void> {
    const lengthBytes = Math.min(Math.max(this.#wantedBytes, WINDOW_BYTES), limitBytes - this.#offset);
    const window = Buffer.allocUnsafeSlow(lengthBytes);
    const known = this.#window.copy(window, 0, this.#offset - this.#windowStart);
    await readBlocks(this.#file, window.subarray(known), this.#offset + known);
    this.#window = window;
    this.#windowStart = this.#offset;
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  #loadedBytes(): number {
    return Math.max(0, this.#windowStart + this.#window.length - this.#offset);
  }

  /** How many bytes the record here takes; 0 where none can be. */
  #sizeOfNext(remaining: number): number {
    if (remaining < RECORD_HEADER_BYTES) return 0;
    if (this.#loadedBytes() < RECORD_HEADER_BYTES) return RECORD_HEADER_BYTES;
    const at = this.#offset - this.#windowStart;
    const missing = recordSeqAt(this.#window, at) - this.seq - 1;
    // As many can be missing as have room in the damaged bytes: none, where nothing is damaged.
    if (missing < 0 || missing > (this.#offset - this.intactEnd) / RECORD_HEADER_BYTES) return 0;
    const sizeBytes = recordSizeAt(this.#window, at);
    return sizeBytes <= remaining ? sizeBytes : 0;
  }

  #accept(sizeBytes: number): boolean {
    const at = this.#offset - this.#windowStart;
    if (!isRecordIntact(this.#window, at, sizeBytes, this.#salt)) return false;
    const seq = recordSeqAt(this.#window, at);
    this.missing += seq - this.seq - 1;
    this.damagedBytes += this.#offset - this.intactEnd;
    this.seq = seq;
    this.timeMs = recordTimeMsAt(this.#window, at);
    this.body = this.#window.subarray(at + RECORD_HEADER_BYTES, at + sizeBytes);
    this.#offset += sizeBytes;
    this.intactEnd = this.#offset;
    return true;
  }
}
