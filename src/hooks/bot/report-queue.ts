/** Something that a bot tells, until the server has it. */
export interface BotReport {
  readonly name: 'message:processed' | 'error:occurred';
  readonly fields: Readonly<Record<string, unknown>>;
}

interface Entry {
  readonly report: BotReport;
  isSent: boolean;
}

/** What waits to be sent or to be acknowledged, in its order; bounded, by leaving the oldest out. */
export class ReportQueue {
  readonly #maxLength: number;
  readonly #entries = new Set<Entry>();
  #dropped = 0;

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  get length(): number {
    return this.#entries.size;
  }

  /** Reports that were left out since there were too many, or by `leaveOut`. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Counts a report that can never be sent. */
  leaveOut(): void {
    this.#dropped++;
  }

  add(report: BotReport): void {
    const [oldest] = this.#entries;
    if (oldest !== undefined && this.#entries.size >= this.#maxLength) {
      this.#entries.delete(oldest);
      this.#dropped++;
    }
    this.#entries.add({ report, isSent: false });
  }

  /** Takes the next to be sent, as long as fewer than so many are on their way; it stays until it is settled. */
  take(maxSent: number): Entry | undefined {
    let sent = 0;
    for (const entry of this.#entries) {
      if (!entry.isSent) {
        entry.isSent = true;
        return entry;
      }
      sent++;
      if (sent >= maxSent) return undefined;
    }
    return undefined;
  }

  /** @param isDone whether the server has it, or will never take it; otherwise it is sent again */
  settle(entry: Entry, isDone: boolean): void {
    if (isDone) this.#entries.delete(entry);
    else entry.isSent = false;
  }
}
