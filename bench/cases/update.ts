import type { BenchClient, BenchLabels } from '../clients/client.ts';
import { labelSet, OBSERVED_SECONDS } from '../clients/label-sets.ts';

/** Nanoseconds of one update, by kind of update. */
export interface UpdateResult {
  readonly 'counter, handle': number;
  readonly 'counter, label object': number;
  readonly 'histogram, handle': number;
  readonly 'histogram, label object': number;
}

const CALLS = 1_000_000;
const ROUNDS = 6;
const LABEL_SETS = 50;

/** The best of several rounds: what else the machine does only ever adds. */
function nanosecondsPerCall(call: (i: number) => void): number {
  let bestMs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const startMs = performance.now();
    for (let i = 0; i < CALLS; i++) call(i);
    bestMs = Math.min(bestMs, performance.now() - startMs);
  }
  return (bestMs / CALLS) * 1e6;
}

export function measureUpdates(client: BenchClient): UpdateResult {
  const parts = Array.from({ length: LABEL_SETS }, (_, n) => labelSet(n));
  // A fresh object at every call, as code has it that writes the labels where it counts.
  const labelsAt = (i: number): BenchLabels => {
    const { method, route, status_code } = parts[i % LABEL_SETS]!;
    return { method, route, status_code };
  };
  const valueAt = (i: number) => OBSERVED_SECONDS[i % OBSERVED_SECONDS.length]!;
  const inc = client.counterHandle(labelSet(0));
  const observe = client.histogramHandle(labelSet(0));
  return {
    'counter, handle': nanosecondsPerCall(() => inc()),
    'counter, label object': nanosecondsPerCall(i => client.inc(labelsAt(i))),
    'histogram, handle': nanosecondsPerCall(i => observe(valueAt(i))),
    'histogram, label object': nanosecondsPerCall(i => client.observe(labelsAt(i), valueAt(i))),
  };
}
