import type { Catalogue } from '../../catalogue/index.ts';
import type { Registry } from '../../metrics/index.ts';
import { setByLabel } from '../set-by-label.ts';
import type { Source } from './source.ts';

/** Handles and requests that keep the process alive, by type. */
export function createActiveResources(registry: Registry, { nodejs }: Catalogue): Source {
  const resources = registry.gauge(nodejs.activeResources);
  const setCounts = setByLabel(type => resources.with({ type }));
  return {
    metrics: [resources],
    read: () => {
      const counts = new Map<string, number>();
      for (const type of process.getActiveResourcesInfo()) counts.set(type, (counts.get(type) ?? 0) + 1);
      setCounts(counts);
    },
  };
}
