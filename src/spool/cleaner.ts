import type { Cursor } from './cursor.ts';
import { quarantine } from './quarantine.ts';
import type { Segment } from './segment.ts';
import { isDiskFull, type SpoolState } from './spool-state.ts';

/** Saves the cursor, and then, only then, removes what is delivered. */
export class Cleaner {
  readonly #state: SpoolState;
  readonly #cursor: Cursor;
  readonly #delayMs: number;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();

  constructor(state: SpoolState, cursor: Cursor, delayMs: number) {
    this.#state = state;
    this.#cursor = cursor;
    this.#delayMs = delayMs;
  }

  /** Cleans soon. */
  schedule(): void {
    if (this.#state.isClosed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.run();
    }, this.#delayMs).unref();
  }

  /** Cleans now; what fails is reported, and tried again next time. */
  run(): Promise<void> {
    this.#turn = this.#turn
      .then(() => this.#clean())
      .catch(error => this.#state.onProblem(this.#state.config.dir, error));
    return this.#turn;
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.run();
    await this.#cursor.close();
  }

  async #clean(): Promise<void> {
    const seq = this.#state.committedSeq;
    // On a full disk the cursor may have no room, and delivered segments are where room comes from. The newest stays,
    // as it says which sequences were used.
    const kept = (await this.#save(seq)) ? 0 : 1;
    let removed = 0;
    const { segments } = this.#state;
    for (let first = segments[0]; first !== undefined; first = segments[0]) {
      if (segments.length <= kept || !isDelivered(first, seq)) break;
      await this.#retire(first);
      // The reader may have given up another one in the meantime.
      segments.splice(segments.indexOf(first), 1);
      removed++;
    }
    if (removed > 0) await this.#state.fs.syncFolder(this.#state.config.dir);
  }

  /** @returns whether the cursor is saved; false where the disk is full. Throws other errors of the disk. */
  async #save(seq: number): Promise<boolean> {
    const { saved, durableSeq } = this.#state;
    if (seq === saved.deliveredSeq && durableSeq === saved.durableSeq) return true;
    try {
      const standing = { deliveredSeq: seq, durableSeq };
      await this.#cursor.save(standing);
      this.#state.saved = standing;
      return true;
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      this.#state.onProblem(this.#state.config.dir, error);
      return false;
    }
  }

  async #retire(segment: Segment): Promise<void> {
    try {
      if (segment.damagedBytes > 0) await quarantine(this.#state, segment);
      else await this.#state.fs.remove(segment.path);
    } catch (error) {
      // Somebody else removed it: all the same.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
}

function isDelivered({ isSealed, lastSeq }: Segment, seq: number): boolean {
  return isSealed && lastSeq <= seq;
}
