import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchClient, BenchLabels } from '../clients/client.ts';
import { labelSet } from '../clients/label-sets.ts';

/** What a series is of; each is measured in a process of its own. */
export type MemoryKind = 'counter' | 'histogram';

/**
 * Bytes that one series keeps, heap and external memory together, in a registry with this one metric. The label values
 * are there before, as an application has them anyway; the objects that carry them are made for each call, as code has
 * it that writes the labels where it counts.
 */
export async function measureMemory(
  createClient: () => Promise<BenchClient>,
  seriesCount: number,
  kind: MemoryKind,
): Promise<number> {
  const labelSets = Array.from({ length: seriesCount }, (_, n) => flatten(labelSet(n)));
  // Compiled code is not a series' memory: a first client, thrown away, has it compiled before.
  await warmUp(createClient, labelSets, kind);
  const client = await createClient();
  const before = await keptBytes();
  fill(client, labelSets, kind);
  const after = await keptBytes();
  // Both are still needed here, so that neither is collected before.
  if (labelSets.length !== seriesCount || client.name === '') throw new Error('nothing was measured');
  return (after - before) / seriesCount;
}

async function warmUp(
  createClient: () => Promise<BenchClient>,
  labelSets: readonly BenchLabels[],
  kind: MemoryKind,
): Promise<void> {
  fill(await createClient(), labelSets, kind);
}

function fill(client: BenchClient, labelSets: readonly BenchLabels[], kind: MemoryKind): void {
  for (const labels of labelSets) {
    if (kind === 'counter') client.inc({ ...labels });
    else client.observe({ ...labels }, 0.2);
  }
}

/** A text that was put together is a tree of its parts until something reads it; that cost is not the client's. */
function flatten({ method, route, status_code }: BenchLabels): BenchLabels {
  return { method, route: Buffer.from(route).toString('latin1'), status_code };
}

async function keptBytes(): Promise<number> {
  // Some of what is garbage is only found to be so by a later collection.
  for (let i = 0; i < 5; i++) {
    globalThis.gc?.();
    await sleep(20);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
