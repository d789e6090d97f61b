import type { Cleaner } from './cleaner.ts';
import type { GroupCommit } from './group-commit.ts';
import type { SpoolState } from './spool-state.ts';

/**
 * Ends the file that is being written some time after a delivery, so that delivered records do not stay on the disk
 * until the file is full: it goes as soon as all in it is delivered.
 */
export class Compaction {
  readonly #state: SpoolState;
  readonly #groups: GroupCommit;
  readonly #cleaner: Cleaner;
  readonly #delayMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(state: SpoolState, groups: GroupCommit, cleaner: Cleaner, delayMs: number) {
    this.#state = state;
    this.#groups = groups;
    this.#cleaner = cleaner;
    this.#delayMs = delayMs;
  }

  /** Something was delivered. */
  schedule(): void {
    if (this.#state.isClosed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.run();
    }, this.#delayMs).unref();
  }

  /** Ends the file where something in it is delivered, and removes what is delivered. Closing does the same. */
  async run(): Promise<void> {
    if (this.#state.isClosed) return;
    const last = this.#state.segments.at(-1);
    if (last !== undefined && last.firstSeq <= this.#state.committedSeq) await this.#groups.seal();
    if (!this.#state.isClosed) await this.#cleaner.run();
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
