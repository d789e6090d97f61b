import type { Catalogue } from '../catalogue/index.ts';
import type { AnyInstrument, Collector, Registry } from '../metrics/index.ts';
import { memoryLimitBytes } from './process/memory-limit.ts';
import { hasProcfs, readProcfs } from './process/procfs.ts';
import { followTotal } from './running-total.ts';

export interface ProcessCollectorOptions {
  /** Memory that the process may use. @default the limit of its container, or the RAM of the host */
  readonly memoryLimitBytes?: number | undefined;
}

/** The process as the operating system sees it. What only Linux knows is not there elsewhere. */
export function createProcessCollector(
  registry: Registry,
  catalogue: Catalogue,
  options: ProcessCollectorOptions = {},
): Collector {
  const { process: definitions } = catalogue;
  const cpu = registry.counter(definitions.cpu);
  const residentMemory = registry.gauge(definitions.residentMemory);
  const memoryLimit = registry.gauge(definitions.memoryLimit);
  const startTime = registry.gauge(definitions.startTime);
  const addCpu = followTotal(cpu.with({}));
  const linux = hasProcfs() ? createLinuxSource(registry, catalogue) : undefined;
  const startedSeconds = Date.now() / 1000 - process.uptime();

  return {
    name: 'process',
    metrics: [cpu, residentMemory, memoryLimit, startTime, ...(linux === undefined ? [] : linux.metrics)],
    collect: async () => {
      const { user, system } = process.cpuUsage();
      addCpu((user + system) / 1_000_000);
      residentMemory.set(process.memoryUsage.rss());
      memoryLimit.set(memoryLimitBytes(options.memoryLimitBytes));
      startTime.set(startedSeconds);
      await linux?.read();
    },
  };
}

interface LinuxSource {
  readonly metrics: readonly AnyInstrument[];
  read(): Promise<void>;
}

function createLinuxSource(registry: Registry, { process: definitions }: Catalogue): LinuxSource {
  const virtualMemory = registry.gauge(definitions.virtualMemory);
  const threads = registry.gauge(definitions.threads);
  const openDescriptors = registry.gauge(definitions.openDescriptors);
  const maxDescriptors = registry.gauge(definitions.maxDescriptors);
  return {
    metrics: [virtualMemory, threads, openDescriptors, maxDescriptors],
    read: async () => {
      const facts = await readProcfs();
      virtualMemory.set(facts.virtualMemoryBytes);
      threads.set(facts.threads);
      openDescriptors.set(facts.openDescriptors);
      maxDescriptors.set(facts.maxDescriptors);
    },
  };
}
