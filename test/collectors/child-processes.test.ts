import { type ChildProcess, execFile, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import type { ReadUsage } from '../../src/collectors/child-processes/usage.ts';
import { createChildProcessCollector } from '../../src/collectors/child-processes.ts';
import { createRegistry } from '../../src/metrics/index.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const NODE = basename(process.execPath);
/** Says `ready` once it has worked for 0.2 s of CPU time, and then waits. */
const BUSY = `while (process.cpuUsage().user < 200_000); console.log('ready'); setInterval(() => {}, 1e6)`;

function setUp(readUsage?: ReadUsage) {
  const registry = createRegistry();
  const catalogue = buildCatalogue();
  const collector = createChildProcessCollector(registry, catalogue, { readUsage });
  onTestFinished(() => collector.close?.());
  const { childProcesses, childCpu, childMemory } = catalogue.process;
  return {
    collector,
    collect: async () => collector.collect(new AbortController().signal),
    commands: () => registry.gauge(childProcesses).series.length,
    read: (command: string) => ({
      count: registry.gauge(childProcesses).with({ command }).value,
      cpuSeconds: registry.counter(childCpu).with({ command }).value,
      memoryBytes: registry.gauge(childMemory).with({ command }).value,
    }),
  };
}

/** Waits until a child runs, and ends it when the test is over. */
async function started(child: ChildProcess): Promise<ChildProcess> {
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await once(child, 'spawn');
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('createChildProcessCollector', () => {
  it('counts running children by command, with their memory and CPU time', async () => {
    const { collect, read } = setUp();
    const child = await started(spawn(process.execPath, ['-e', BUSY]));
    await once(child.stdout!, 'data');
    await started(spawn('sleep', ['60']));
    await started(spawn('sleep', ['60']));
    await collect();
    expect(read('sleep')).toMatchObject({ count: 2, cpuSeconds: expect.any(Number) });
    const { count, cpuSeconds, memoryBytes } = read(NODE);
    expect(count).toBe(1);
    expect(cpuSeconds).toBeGreaterThanOrEqual(0.15);
    expect(cpuSeconds).toBeLessThan(20);
    expect(memoryBytes).toBeGreaterThan(10_000_000);
    await collect();
    expect(read(NODE).cpuSeconds - cpuSeconds).toBeLessThan(0.15);
  });

  it('shows 0 for a command that does not run any more, and keeps its CPU time', async () => {
    const { collect, read } = setUp();
    const child = await started(spawn(process.execPath, ['-e', BUSY]));
    await once(child.stdout!, 'data');
    await collect();
    const { cpuSeconds } = read(NODE);
    await end(child);
    await collect();
    expect(read(NODE)).toEqual({ count: 0, cpuSeconds, memoryBytes: 0 });
  });

  it('sees children of fork and execFile too', async () => {
    const { collect, read } = setUp();
    const script = join(await createTemporaryFolder(), 'worker.cjs');
    await writeFile(script, 'setInterval(() => {}, 1e6)');
    await started(fork(script));
    await started(execFile('sleep', ['60'], () => {}));
    await collect();
    expect(read(NODE).count).toBe(1);
    expect(read('sleep').count).toBe(1);
  });

  it('leaves the error of a child that cannot be started to the application', async () => {
    const { collect, commands } = setUp();
    const child = spawn('no-such-program');
    const [error] = await once(child, 'error').catch(problem => [problem]);
    expect(error).toMatchObject({ code: 'ENOENT' });
    expect(child.listenerCount('error')).toBe(0);
    await collect();
    expect(commands()).toBe(0);
  });

  it('does without a child that vanished while it was looked at', async () => {
    const { collect, read } = setUp();
    const child = await started(spawn('sleep', ['60']));
    const { pid } = child;
    // Node.js learns of the end only after this turn of the event loop; the system knows at once.
    process.kill(pid!, 'SIGKILL');
    await expect(collect()).resolves.toBeUndefined();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    await collect();
    expect(read('sleep')).toMatchObject({ count: 0, memoryBytes: 0 });
  });

  it('counts a child whose CPU time cannot be told as none, and adds only what CPU time grows by', async () => {
    let cpuSeconds = 3;
    const { collect, read } = setUp(
      async ([pid]) => new Map([[pid!, { cpuSeconds, residentMemoryBytes: 7 }]]),
    );
    await started(spawn('sleep', ['60']));
    await started(spawn('cat'));
    await collect();
    cpuSeconds = 5;
    await collect();
    await collect();
    expect(read('sleep')).toEqual({ count: 1, cpuSeconds: 5, memoryBytes: 7 });
    expect(read('cat')).toEqual({ count: 0, cpuSeconds: 0, memoryBytes: 0 });
  });

  it('asks nobody when no child runs', async () => {
    const readUsage = vi.fn<ReadUsage>();
    const { collect } = setUp(readUsage);
    await collect();
    expect(readUsage).not.toHaveBeenCalled();
  });

  it('fails when the usage cannot be read at all', async () => {
    const { collect } = setUp(() => Promise.reject(new Error('ps is missing')));
    await started(spawn('sleep', ['60']));
    await expect(collect()).rejects.toThrow('ps is missing');
  });

  it('learns of no child any more once it is closed', async () => {
    const { collector, collect, commands } = setUp();
    await started(spawn('sleep', ['60']));
    collector.close?.();
    await started(spawn('sleep', ['60']));
    await collect();
    expect(commands()).toBe(0);
  });
});
