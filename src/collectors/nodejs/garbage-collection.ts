import { type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import type { Catalogue } from '../../catalogue/index.ts';
import type { gcKind } from '../../catalogue/labels.ts';
import type { Registry } from '../../metrics/index.ts';
import type { Source } from './source.ts';

type GcKind = (typeof gcKind.values)[number];

/** V8's `GCType` by its bits; 2, the minor mark-sweep, has no constant in Node.js. */
const KINDS: ReadonlyMap<number, GcKind> = new Map([
  [1, 'minor'],
  [2, 'minor'],
  [4, 'major'],
  [8, 'incremental'],
  [16, 'weakcb'],
]);

/** Garbage collections, all of them: Node.js delivers several at a time. */
export function createGarbageCollection(
  registry: Registry,
  { nodejs }: Catalogue,
): Source & { close(): void } {
  const duration = registry.histogram(nodejs.gcDuration);
  const observer = new PerformanceObserver(list => {
    for (const entry of list.getEntries()) {
      const kind = kindOf(entry);
      // Milliseconds in every entry of perf_hooks.
      if (kind !== undefined) duration.with({ kind }).observe(entry.duration / 1000);
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  return { metrics: [duration], read: () => {}, close: () => observer.disconnect() };
}

/** The types of Node.js 20 leave `detail` out. */
function kindOf(
  entry: PerformanceEntry & { readonly detail?: { readonly kind?: number } },
): GcKind | undefined {
  return KINDS.get(entry.detail?.kind ?? 0);
}
