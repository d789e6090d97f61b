import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchClient } from '../clients/client.ts';
import { fillHistogram } from './fill.ts';

const WARM_UP_SCRAPES = 3;

/**
 * Bytes that one scrape allocates, on the heap and beside it. To be run with a young generation that holds all of it
 * (`--max-semi-space-size`), so that nothing is collected in between.
 */
export async function measureGarbage(client: BenchClient, seriesCount: number): Promise<number> {
  fillHistogram(client, seriesCount);
  if (client.expose === undefined) throw new Error(`${client.name} has no exposition`);
  for (let i = 0; i < WARM_UP_SCRAPES; i++) await client.expose();
  // What the scrapes before left is freed in steps.
  for (let i = 0; i < 5; i++) {
    globalThis.gc?.();
    await sleep(20);
  }
  const before = allocatedBytes();
  const chunks = await client.expose();
  const after = allocatedBytes();
  return chunks.length === 0 ? 0 : after - before;
}

function allocatedBytes(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
