import type { BenchClient } from '../clients/client.ts';
import { labelSet, OBSERVED_SECONDS } from '../clients/label-sets.ts';

/** Gives a client so many histogram series, each with a few observations. */
export function fillHistogram(client: BenchClient, seriesCount: number): void {
  for (let n = 0; n < seriesCount; n++) {
    const labels = labelSet(n);
    for (const seconds of OBSERVED_SECONDS) client.observe(labels, seconds);
  }
}

/** Observes once more in every so-manieth series: `share` 0.1 changes every tenth. */
export function changeShare(client: BenchClient, seriesCount: number, share: number): void {
  if (share === 0) return;
  for (let n = 0; n < seriesCount; n += Math.round(1 / share)) client.observe(labelSet(n), 0.2);
}
