import type { Catalogue } from '../catalogue/index.ts';
import type { Collector, Registry } from '../metrics/index.ts';
import { memoryLimitBytes } from './process/memory-limit.ts';
import { followTotal } from './running-total.ts';

export interface ProcessCollectorOptions {
  /** Memory that the process may use. @default the limit of its container, or the RAM of the host */
  readonly memoryLimitBytes?: number | undefined;
}

/** The process as every operating system sees it. */
export function createProcessCollector(
  registry: Registry,
  { process: definitions }: Catalogue,
  options: ProcessCollectorOptions = {},
): Collector {
  const cpu = registry.counter(definitions.cpu);
  const residentMemory = registry.gauge(definitions.residentMemory);
  const memoryLimit = registry.gauge(definitions.memoryLimit);
  const startTime = registry.gauge(definitions.startTime);
  const addCpu = followTotal(cpu.with({}));
  const startedSeconds = Date.now() / 1000 - process.uptime();

  return {
    name: 'process',
    metrics: [cpu, residentMemory, memoryLimit, startTime],
    collect: () => {
      const { user, system } = process.cpuUsage();
      addCpu((user + system) / 1_000_000);
      residentMemory.set(process.memoryUsage.rss());
      memoryLimit.set(memoryLimitBytes(options.memoryLimitBytes));
      startTime.set(startedSeconds);
    },
  };
}
