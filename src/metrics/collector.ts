import { AiwatchError } from '../errors.ts';
import type { AnyInstrument } from './any-instrument.ts';

/** A source that is read at scrape time and sets the values of its own metrics. */
export interface Collector {
  /** Unique within a registry; a label value of `aiwatch_collector_success`. */
  readonly name: string;
  /** The metrics that only this collector sets; they are left out of a scrape at which it fails. */
  readonly metrics: readonly AnyInstrument[];
  /** Reads the source. A throw, a rejection or the end of the deadline costs only these metrics. */
  collect(signal: AbortSignal): void | Promise<void>;
  /** Stops whatever the collector keeps running. */
  close?(): void;
}

/** How one run of a collector went. */
export interface CollectorRun {
  readonly collector: Collector;
  readonly durationSeconds: number;
  readonly error: unknown;
}

/** Runs one collector, at most once at a time; whoever asks meanwhile waits for the same run. */
export class CollectorRunner {
  readonly collector: Collector;
  #running: Promise<void> | undefined;

  constructor(collector: Collector) {
    this.collector = collector;
  }

  /**
   * Never rejects. While a run hangs that has been told to stop, further ones fail at once.
   * @param deadlineMs time that the caller waits; the run goes on for others.
   * @param limitMs time that the run gets, if this starts it, until it is told to stop.
   */
  async run(deadlineMs: number, limitMs: number): Promise<CollectorRun> {
    const start = performance.now();
    let error: unknown;
    try {
      this.#running ??= this.#start(limitMs);
      await withDeadline(this.#running, deadlineMs, this.collector.name);
    } catch (problem) {
      error = problem ?? new Error('collector failed without a reason');
    }
    return { collector: this.collector, durationSeconds: (performance.now() - start) / 1000, error };
  }

  /** @returns the outcome of the run, which is a failure once its time is up, however long it hangs on. */
  #start(limitMs: number): Promise<void> {
    const controller = new AbortController();
    // Begins a moment later: a collector that comes to run itself finds that it is running.
    const work = Promise.resolve()
      .then(() => this.collector.collect(controller.signal))
      .finally(() => {
        this.#running = undefined;
      });
    const outcome = withDeadline(work, limitMs, this.collector.name);
    outcome.catch(problem => controller.abort(problem));
    return outcome;
  }
}

async function withDeadline(work: Promise<void>, deadlineMs: number, name: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const found = `no answer within ${deadlineMs} ms`;
      reject(new AiwatchError('COLLECTOR_TIMEOUT', { where: `collector ${name}`, found }));
    }, deadlineMs);
  });
  try {
    await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
