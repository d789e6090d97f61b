import type { Catalogue } from '../catalogue/index.ts';
import type { Collector, Registry } from '../metrics/index.ts';
import { createChildProcessCollector } from './child-processes.ts';
import { createNodejsCollector, type NodejsCollectorOptions } from './nodejs.ts';
import { createLinuxProcessCollector } from './process/linux.ts';
import { hasProcfs } from './process/procfs.ts';
import { createProcessCollector, type ProcessCollectorOptions } from './process.ts';

export interface RuntimeCollectorOptions extends NodejsCollectorOptions, ProcessCollectorOptions {}

/** The collectors of the process that aiwatch runs in; each is to be added to the registry, whose `close` closes it. */
export function createRuntimeCollectors(
  registry: Registry,
  catalogue: Catalogue,
  options: RuntimeCollectorOptions = {},
): readonly Collector[] {
  return [
    createNodejsCollector(registry, catalogue, options),
    createProcessCollector(registry, catalogue, options),
    ...(hasProcfs() ? [createLinuxProcessCollector(registry, catalogue)] : []),
    createChildProcessCollector(registry, catalogue),
  ];
}

export { memoryLimitBytes } from './process/memory-limit.ts';
export { type SystemSampleOptions, startSystemSamples } from './system-samples.ts';
