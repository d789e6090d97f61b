import type { Catalogue } from '../catalogue/index.ts';
import type { Collector, CounterSeries, Registry } from '../metrics/index.ts';
import { createChildWatch, type RunningChild } from './child-processes/children.ts';
import { type ProcessUsage, type ReadUsage, readUsage } from './child-processes/usage.ts';
import { followTotal } from './running-total.ts';
import { setByLabel } from './set-by-label.ts';

export interface ChildProcessCollectorOptions {
  /** @default pidusage */
  readonly readUsage?: ReadUsage | undefined;
}

/**
 * Number, memory and CPU time of the child processes that were started after this collector was made, by command.
 * They are looked at when there is a scrape: what a child used after the last look before its end is not counted.
 */
export function createChildProcessCollector(
  registry: Registry,
  catalogue: Catalogue,
  options: ChildProcessCollectorOptions = {},
): Collector {
  const { process: definitions } = catalogue;
  const count = registry.gauge(definitions.childProcesses);
  const cpu = registry.counter(definitions.childCpu);
  const memory = registry.gauge(definitions.childMemory);
  const setCounts = setByLabel(command => count.with({ command }));
  const setMemory = setByLabel(command => memory.with({ command }));
  const addCpu = createCpuFollower(command => cpu.with({ command }));
  const watch = createChildWatch();
  const read = options.readUsage ?? readUsage;

  return {
    name: 'child_processes',
    metrics: [count, cpu, memory],
    collect: async () => {
      const children = watch.running();
      const usages = children.length === 0 ? new Map() : await read(children.map(({ pid }) => pid));
      const counts = new Map<string, number>();
      const memoryBytes = new Map<string, number>();
      for (const child of children) {
        const usage: ProcessUsage | undefined = usages.get(child.pid);
        if (usage === undefined) continue;
        counts.set(child.command, (counts.get(child.command) ?? 0) + 1);
        const bytes = (memoryBytes.get(child.command) ?? 0) + usage.residentMemoryBytes;
        memoryBytes.set(child.command, bytes);
        addCpu(child, usage.cpuSeconds);
      }
      setCounts(counts);
      setMemory(memoryBytes);
    },
    close: () => watch.close(),
  };
}

/** Follows the CPU time of each child, for as long as it runs. */
function createCpuFollower(
  seriesOf: (command: string) => CounterSeries,
): (child: RunningChild, cpuSeconds: number) => void {
  const followers = new WeakMap<RunningChild, (cpuSeconds: number) => void>();
  return (child, cpuSeconds) => {
    const follow = followers.get(child) ?? followTotal(seriesOf(child.command));
    followers.set(child, follow);
    follow(cpuSeconds);
  };
}
