import type { Readiness } from '../api/health.ts';
import { type Clock, systemClock } from '../clock.ts';

/** As much of the statistics of a spool as says whether it takes events. */
interface SpoolIntake {
  readonly bytes: number;
  readonly refusedTotal: { readonly failed: number };
  readonly isWritable: boolean;
}

export interface ReadinessOptions {
  /** Why the store cannot be used; undefined where it can. */
  readonly schemaProblem: () => string | undefined;
  readonly spool: { stats(): SpoolIntake };
  readonly limitBytes: number;
  /** @default the time of the system */
  readonly clock?: Clock | undefined;
}

/**
 * Only a further write shows that a disk works again, and nothing is written by a server that gets no events: after so
 * long without a failure it calls itself ready, and the next event decides.
 */
const RETRY_AFTER_MS = 30_000;

/** Says whether a server can take and keep events, and what is in the way. */
export function createReadiness(options: ReadinessOptions): () => Readiness {
  const { schemaProblem, spool, limitBytes, clock = systemClock } = options;
  let failures = 0;
  let failedMs = Number.NEGATIVE_INFINITY;
  const spoolProblem = (): string | undefined => {
    const { bytes, refusedTotal, isWritable } = spool.stats();
    if (refusedTotal.failed > failures) failedMs = clock();
    failures = refusedTotal.failed;
    if (bytes >= limitBytes) return 'it is full, and takes no events';
    const isFailing = !isWritable && clock() - failedMs < RETRY_AFTER_MS;
    return isFailing ? 'the disk does not take events' : undefined;
  };
  return () => {
    const found = { schema: schemaProblem(), spool: spoolProblem() };
    const problems = Object.entries(found).flatMap(([part, problem]) =>
      problem === undefined ? [] : [`${part}: ${problem}`],
    );
    return { ready: problems.length === 0, problems };
  };
}
