import { AiwatchError, type ErrorCode, reasonOf } from '../errors.ts';
import { type Group, SegmentWriter, sizeOfRecords } from './segment-writer.ts';
import { diskBytesOf, isDiskFull, type SpoolState } from './spool-state.ts';
import type { RefusalReason } from './stats.ts';

/** What one caller appends, and how to answer. */
interface Append extends Group {
  readonly resolve: () => void;
  readonly reject: (error: AiwatchError) => void;
}

/** One write and one sync at the most; larger groups would make those wait that come first. */
const GROUP_BYTES = 4 * 2 ** 20;

const CODES = {
  full: 'SPOOL_FULL',
  busy: 'SPOOL_BUSY',
  failed: 'SPOOL_FAILED',
  closed: 'SPOOL_CLOSED',
} as const satisfies Record<RefusalReason, ErrorCode>;

/**
 * Collects what is appended while the disk is busy, and writes it together: an idle spool answers after one sync, a
 * busy one shares each sync among all who wait.
 */
export class GroupCommit {
  readonly #state: SpoolState;
  readonly #writer: SegmentWriter;
  #queue: Append[] = [];
  /** Those who want the file to end. */
  #seals: (() => void)[] = [];
  #run: Promise<void> | undefined;

  constructor(state: SpoolState) {
    this.#state = state;
    this.#writer = new SegmentWriter(state);
  }

  /** Resolves when the records are on the disk. Throws SPOOL_FULL, SPOOL_BUSY, SPOOL_FAILED or SPOOL_CLOSED. */
  append(records: readonly Uint8Array[]): Promise<void> {
    if (records.length === 0) return Promise.resolve();
    const sizeBytes = sizeOfRecords(records);
    const refusal = this.#refusalOf(sizeBytes);
    if (refusal !== undefined) return Promise.reject(this.#refuse(records, ...refusal));
    this.#state.pendingBytes += sizeBytes;
    return new Promise((resolve, reject) => {
      this.#queue.push({ records, sizeBytes, resolve, reject });
      this.#run ??= this.#writeAll();
    });
  }

  /** Ends the file between two groups; the next group begins a new one. */
  seal(): Promise<void> {
    return new Promise(resolve => {
      this.#seals.push(resolve);
      this.#run ??= this.#writeAll();
    });
  }

  /** Resolves when everything that waits is written, or refused, and the file is closed. */
  async close(): Promise<void> {
    await this.#run;
    await this.#writer.seal();
  }

  #refusalOf(sizeBytes: number): [RefusalReason, string] | undefined {
    const { config, pendingBytes, isClosed } = this.#state;
    if (isClosed) return ['closed', 'one that is closed'];
    const usedBytes = diskBytesOf(this.#state) + pendingBytes;
    if (usedBytes + sizeBytes > config.maxBytes) {
      return ['full', `${usedBytes} of ${config.maxBytes} bytes in use, and ${sizeBytes} more`];
    }
    // One append is always taken, whatever its size: it is in memory already.
    if (pendingBytes > 0 && pendingBytes + sizeBytes > config.maxPendingBytes) {
      return ['busy', `${pendingBytes} bytes that wait for the disk`];
    }
    return undefined;
  }

  async #writeAll(): Promise<void> {
    // What is appended in the same turn goes along.
    await null;
    while (this.#queue.length > 0 || this.#seals.length > 0) {
      await this.#sealIfAsked();
      if (this.#queue.length > 0) await this.#writeGroup(this.#takeGroup());
    }
    this.#run = undefined;
  }

  async #sealIfAsked(): Promise<void> {
    if (this.#seals.length === 0) return;
    const seals = this.#seals.splice(0);
    await this.#writer.seal();
    for (const resolve of seals) resolve();
  }

  #takeGroup(): readonly Append[] {
    let sizeBytes = 0;
    let count = 0;
    for (const append of this.#queue) {
      sizeBytes += append.sizeBytes;
      if (count > 0 && sizeBytes > GROUP_BYTES) break;
      count++;
    }
    return this.#queue.splice(0, count);
  }

  async #writeGroup(appends: readonly Append[]): Promise<void> {
    const records = appends.length === 1 ? appends[0]!.records : appends.flatMap(append => append.records);
    const sizeBytes = appends.reduce((sum, append) => sum + append.sizeBytes, 0);
    try {
      await this.#writer.write({ records, sizeBytes });
      this.#state.isWritable = true;
      for (const append of appends) append.resolve();
    } catch (cause) {
      this.#state.isWritable = false;
      const reason = isDiskFull(cause) ? 'full' : 'failed';
      for (const append of appends)
        append.reject(this.#refuse(append.records, reason, reasonOf(cause), cause));
    } finally {
      this.#state.pendingBytes -= sizeBytes;
    }
  }

  #refuse(
    records: readonly Uint8Array[],
    reason: RefusalReason,
    found: string,
    cause?: unknown,
  ): AiwatchError {
    this.#state.refused[reason] += records.length;
    return new AiwatchError(CODES[reason], { where: `spool ${this.#state.config.dir}`, found, cause });
  }
}
