import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8';
import type { Catalogue } from '../../catalogue/index.ts';
import type { Registry } from '../../metrics/index.ts';
import type { Source } from './source.ts';

/** The heap as V8 counts it; reading it takes microseconds and no system call. */
export function createHeap(registry: Registry, { nodejs }: Catalogue): Source {
  const used = registry.gauge(nodejs.heapUsed);
  const total = registry.gauge(nodejs.heapTotal);
  const limit = registry.gauge(nodejs.heapLimit);
  const external = registry.gauge(nodejs.externalMemory);
  const spaceUsed = registry.gauge(nodejs.heapSpaceUsed);
  return {
    metrics: [used, total, limit, external, spaceUsed],
    read: () => {
      const heap = getHeapStatistics();
      used.set(heap.used_heap_size);
      total.set(heap.total_heap_size);
      limit.set(heap.heap_size_limit);
      external.set(heap.external_memory);
      for (const { space_name, space_used_size } of getHeapSpaceStatistics()) {
        spaceUsed.with({ space: space_name.replace(/_space$/, '') }).set(space_used_size);
      }
    },
  };
}
