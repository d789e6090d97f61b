import type { Catalogue } from '../../catalogue/index.ts';
import type { Collector, Registry } from '../../metrics/index.ts';
import { type ProcfsFacts, readProcfs } from './procfs.ts';

/**
 * What only Linux tells a process about itself. A collector of its own: if /proc cannot be read, what every system
 * tells is still there.
 */
export function createLinuxProcessCollector(
  registry: Registry,
  { process: definitions }: Catalogue,
  read: () => Promise<ProcfsFacts> = readProcfs,
): Collector {
  const virtualMemory = registry.gauge(definitions.virtualMemory);
  const threads = registry.gauge(definitions.threads);
  const openDescriptors = registry.gauge(definitions.openDescriptors);
  const maxDescriptors = registry.gauge(definitions.maxDescriptors);

  return {
    name: 'process_linux',
    metrics: [virtualMemory, threads, openDescriptors, maxDescriptors],
    collect: async () => {
      const facts = await read();
      virtualMemory.set(facts.virtualMemoryBytes);
      threads.set(facts.threads);
      openDescriptors.set(facts.openDescriptors);
      maxDescriptors.set(facts.maxDescriptors);
    },
  };
}
