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

/** Runs one collector, at most once at a time: while a run hangs, further ones fail at their own deadline. */
export class CollectorRunner {
  readonly collector: Collector;
  #running: Promise<void> | undefined;

  constructor(collector: Collector) {
    this.collector = collector;
  }

  /** Never rejects. @param deadlineMs time that the collector may take. */
  async run(deadlineMs: number): Promise<CollectorRun> {
    const start = performance.now();
    const controller = new AbortController();
    let error: unknown;
    try {
      await withDeadline(this.#start(controller.signal), deadlineMs, this.collector.name);
    } catch (problem) {
      error = problem ?? new Error('collector failed without a reason');
      controller.abort(problem);
    }
    return { collector: this.collector, durationSeconds: (performance.now() - start) / 1000, error };
  }

  #start(signal: AbortSignal): Promise<void> {
    // Begins a moment later: a collector that comes to run itself finds that it is running.
    this.#running ??= Promise.resolve()
      .then(() => this.collector.collect(signal))
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
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
