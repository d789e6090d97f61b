import type { HealthCheckResult } from '../api/health.ts';
import type { Clock } from '../clock.ts';
import { buildFailure, buildResult } from './check-result.ts';
import type { CheckReport, HealthCheck } from './health-check.ts';

/** Calls of one check that have not answered; while there are so many it is not called again. */
const MAX_UNANSWERED = 3;

export interface CheckRunnerOptions {
  readonly name: string;
  readonly check: HealthCheck;
  readonly deadlineMs: number;
  readonly clock: Clock;
}

/** Runs one check, once at a time; whoever asks meanwhile waits for the same run. */
export class CheckRunner {
  readonly #options: CheckRunnerOptions;
  #running: Promise<HealthCheckResult> | undefined;
  /** Of the calls that have not answered, those past their deadline too. */
  readonly #aborters = new Set<AbortController>();

  constructor(options: CheckRunnerOptions) {
    this.#options = options;
  }

  /** Never rejects, and resolves by the deadline. */
  run(): Promise<HealthCheckResult> {
    this.#running ??= this.#start().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Tells the calls under way that nobody waits any more, and ends the waiting. */
  abort(): void {
    for (const aborter of this.#aborters) aborter.abort(new Error('the check was ended'));
  }

  async #start(): Promise<HealthCheckResult> {
    const { name, clock } = this.#options;
    const timestamp = clock();
    const startMs = performance.now();
    const runNow = () => ({ name, timestamp, responseTime: performance.now() - startMs });
    try {
      const report = await this.#call();
      return buildResult(runNow(), report);
    } catch (error) {
      return buildFailure(runNow(), error);
    }
  }

  async #call(): Promise<CheckReport> {
    const { check, deadlineMs } = this.#options;
    if (this.#aborters.size >= MAX_UNANSWERED) {
      throw new Error(`${MAX_UNANSWERED} earlier calls of the check have not answered yet`);
    }
    const aborter = new AbortController();
    this.#aborters.add(aborter);
    const work = Promise.resolve()
      .then(() => check(aborter.signal))
      .finally(() => this.#aborters.delete(aborter));
    const timer = setTimeout(() => aborter.abort(new Error(`no answer within ${deadlineMs} ms`)), deadlineMs);
    try {
      return await Promise.race([rejectOnAbort(aborter.signal), work]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** It listens before the check does: a check that fails by the abort would otherwise hide its reason. */
function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
