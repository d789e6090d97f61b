import { describe, expect, it, onTestFinished } from 'vitest';
import { systemEvents } from '../../src/catalogue/events/system.ts';
import { cpuPercent, createHostSampler, parseAvailableBytes } from '../../src/collectors/host-sample.ts';
import { type SystemSampleOptions, startSystemSamples } from '../../src/collectors/index.ts';
import { createRegistry } from '../../src/metrics/index.ts';
import { createProblemRecorder } from '../../src/recorders/index.ts';
import { recordEvents } from '../support/recorded-events.ts';

function start(options: SystemSampleOptions) {
  const { events, recorded } = recordEvents();
  const logged: string[] = [];
  const problem = createProblemRecorder(createRegistry(), message => logged.push(message));
  const stop = startSystemSamples({ events, problem }, options);
  onTestFinished(stop);
  return { recorded, logged, stop };
}

const WAIT = { timeout: 5000, interval: 50 };

describe('a sample of the host', () => {
  it('is in percent', async () => {
    const { cpuUsage, memoryUsage } = await createHostSampler()();
    expect(cpuUsage).toBeGreaterThanOrEqual(0);
    expect(cpuUsage).toBeLessThanOrEqual(100);
    expect(memoryUsage).toBeGreaterThan(0);
    expect(memoryUsage).toBeLessThanOrEqual(100);
  });

  it('tells what was used of the CPU between two readings', () => {
    expect(cpuPercent({ idleMs: 100, totalMs: 200 }, { idleMs: 175, totalMs: 300 })).toBe(25);
    expect(cpuPercent({ idleMs: 100, totalMs: 200 }, { idleMs: 100, totalMs: 200 })).toBe(0);
    // Counters of a virtual machine may go back.
    expect(cpuPercent({ idleMs: 100, totalMs: 200 }, { idleMs: 90, totalMs: 210 })).toBe(100);
  });

  it('counts what Linux could free as available', () => {
    expect(parseAvailableBytes('MemTotal:  200 kB\nMemFree:  10 kB\nMemAvailable:   150 kB\n')).toBe(
      150 * 1024,
    );
    expect(parseAvailableBytes('')).toBeUndefined();
  });
});

describe('system samples', () => {
  it('become events of the host and of the queue', async () => {
    const { recorded } = start({ intervalMs: 1000, queueLength: () => 3, activeRequests: () => 2 });
    await expect.poll(() => recorded, WAIT).toHaveLength(1);
    const [event] = recorded;
    expect(event).toMatchObject({
      type: 'system',
      event: 'sample',
      data: { queueLength: 3, activeRequests: 2 },
    });
    expect(systemEvents.data.safeParse(event?.data).success).toBe(true);
  });

  it('show null where the queue cannot be read, and end when they are stopped', async () => {
    const broken = () => {
      throw new Error('no queue');
    };
    const { recorded, logged, stop } = start({
      intervalMs: 1000,
      queueLength: broken,
      activeRequests: () => -1,
    });
    await expect.poll(() => recorded, WAIT).toHaveLength(1);
    expect(recorded[0]?.data).toMatchObject({ queueLength: null, activeRequests: null });
    expect(logged).toHaveLength(2);
    stop();
    await new Promise(resolve => setTimeout(resolve, 1300));
    expect(recorded).toHaveLength(1);
  });

  it.each([0, 999, Number.NaN, 2 ** 31])('refuse an interval of %s ms', intervalMs => {
    expect(() => start({ intervalMs })).toThrow('systemSamples.intervalMs');
  });
});
