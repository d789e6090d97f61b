import { describe, expect, onTestFinished, test } from 'vitest';
import type { HealthChange } from '../../src/api/health.ts';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import {
  createHealthRegistry,
  type HealthCheck,
  type HealthRegistryOptions,
} from '../../src/health/index.ts';
import { createRegistry } from '../../src/metrics/index.ts';
import { createHealthRecorder } from '../../src/recorders/index.ts';
import { scrapeSeries } from '../support/scrape.ts';

/** Nothing runs by itself within a test, unless it says so. */
const SELDOM_MS = 3_600_000;
const PATIENCE = { timeout: 20_000 };

function start(options: HealthRegistryOptions = {}) {
  const metrics = createRegistry();
  const problems: unknown[] = [];
  const health = createHealthRegistry({
    intervalMs: SELDOM_MS,
    recorder: createHealthRecorder(metrics, buildCatalogue()),
    onProblem: (_where, error) => problems.push(error),
    ...options,
  });
  onTestFinished(() => health.close());
  return { health, metrics, problems };
}

const hang: HealthCheck = () => new Promise(() => {});

describe('a health check', () => {
  test('has the result that it gives, with what it leaves out filled in', async () => {
    const { health } = start({ clock: () => 1000 });
    health.addHealthCheck('whole', async () => ({
      name: 'another name',
      status: 'degraded',
      timestamp: 5,
      responseTime: 25,
      details: { queue: 3 },
      error: 'slow',
    }));
    health.addHealthCheck('short', () => ({ status: 'healthy' }));
    expect(await health.run()).toEqual([
      {
        name: 'whole',
        status: 'degraded',
        timestamp: 5,
        responseTime: 25,
        details: { queue: 3 },
        error: 'slow',
      },
      { name: 'short', status: 'healthy', timestamp: 1000, responseTime: expect.any(Number) },
    ]);
    expect(health.results().map(({ name }) => name)).toEqual(['whole', 'short']);
  });

  test('that hangs is unhealthy by its deadline, is told so, and holds up no other', async () => {
    const { health } = start({ deadlineMs: 50 });
    let reason: unknown;
    health.addHealthCheck('hanging', signal => {
      signal.addEventListener('abort', () => {
        reason = signal.reason;
      });
      return hang(signal);
    });
    health.addHealthCheck('working', () => ({ status: 'healthy' }));
    const [hanging, working] = await health.run();
    expect(hanging).toMatchObject({ status: 'unhealthy', error: 'no answer within 50 ms' });
    expect(working).toMatchObject({ status: 'healthy' });
    expect(String(reason)).toContain('no answer within 50 ms');
  });

  test('that hangs for good is called no more than three times, and again when it answers', async () => {
    const { health } = start({ deadlineMs: 20 });
    const answers: (() => void)[] = [];
    health.addHealthCheck('hanging', async () => {
      await new Promise<void>(resolve => answers.push(resolve));
      return { status: 'healthy' };
    });
    for (let i = 0; i < 5; i++) await health.run();
    expect(answers).toHaveLength(3);
    expect(health.result('hanging')?.error).toContain('3 earlier calls');
    answers[0]!();
    await expect.poll(() => health.run().then(() => answers.length), PATIENCE).toBe(4);
  });

  test.each<readonly [string, HealthCheck, string]>([
    [
      'throws',
      () => {
        throw new Error('no disk');
      },
      'no disk',
    ],
    ['rejects', () => Promise.reject(new TypeError('no network')), 'no network'],
    ['throws no error', () => Promise.reject('gone'), 'gone'],
    ['throws nothing', () => Promise.reject(undefined), 'undefined (undefined)'],
    ['answers nothing', () => undefined as never, 'undefined (undefined), which is no status'],
    [
      'answers a status that is none',
      () => ({ status: 'fine' }) as never,
      '"fine" (string), which is no status',
    ],
    [
      'fails at several addresses',
      () => Promise.reject(new AggregateError([new Error('connect ECONNREFUSED ::1:1'), new Error('2')])),
      'connect ECONNREFUSED ::1:1',
    ],
  ])('that %s is unhealthy, and says why', async (_what, check, error) => {
    const { health } = start();
    health.addHealthCheck('failing', check);
    const [result] = await health.run();
    expect(result).toMatchObject({ status: 'unhealthy', error: expect.stringContaining(error) });
  });

  test('whose details cannot be shown leaves them out', async () => {
    const { health } = start();
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    health.addHealthCheck('circle', () => ({ status: 'healthy', details: circle }));
    health.addHealthCheck('huge', () => ({ status: 'healthy', details: { text: 'x'.repeat(50_000) } }));
    const [circular, huge] = await health.run();
    expect(circular?.details).toEqual({ omitted: expect.stringContaining('circular') });
    expect(huge?.details).toEqual({ omitted: '50011 characters' });
  });

  test('runs at once and at its interval, and no more after its removal', async () => {
    const { health } = start();
    let calls = 0;
    const remove = health.addHealthCheck(
      'often',
      () => ({ status: 'healthy', details: { calls: ++calls } }),
      {
        intervalMs: 10,
      },
    );
    await expect.poll(() => calls, PATIENCE).toBeGreaterThan(3);
    remove();
    expect([health.names(), health.results(), health.removeHealthCheck('often')]).toEqual([[], [], false]);
    const after = calls;
    await health.run();
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(calls - after).toBeLessThanOrEqual(1);
  });

  test('that runs is not called a second time by whoever asks meanwhile', async () => {
    const { health } = start();
    let calls = 0;
    health.addHealthCheck('once', async () => {
      calls++;
      await new Promise(resolve => setTimeout(resolve, 20));
      return { status: 'healthy' };
    });
    const results = await Promise.all([health.run(), health.run('once'), health.run()]);
    expect([calls, new Set(results.flat()).size]).toEqual([1, 1]);
  });

  test.each([
    ['', () => ({ status: 'healthy' })],
    ['x'.repeat(101), () => ({ status: 'healthy' })],
    [7, () => ({ status: 'healthy' })],
    ['taken', () => ({ status: 'healthy' })],
    ['no function', 'healthy'],
  ])('is not added with the name %j and the check %s', (name, check) => {
    const { health } = start();
    health.addHealthCheck('taken', () => ({ status: 'healthy' }));
    expect(() => health.addHealthCheck(name as string, check as never)).toThrow('HEALTH_CHECK_INVALID');
  });
});

describe('a change of status', () => {
  test('is told once, the first result too, also where a listener fails', async () => {
    const { health, problems } = start();
    const changes: HealthChange[] = [];
    health.onChange(() => {
      throw new Error('a listener of the test');
    });
    const end = health.onChange(change => changes.push(change));
    let status: 'healthy' | 'critical' = 'healthy';
    health.addHealthCheck('turning', () => ({ status }));
    await health.run();
    await health.run();
    status = 'critical';
    await health.run();
    end();
    status = 'healthy';
    await health.run();
    expect(changes.map(({ name, from, to }) => [name, from, to])).toEqual([
      ['turning', null, 'healthy'],
      ['turning', 'healthy', 'critical'],
    ]);
    expect(changes[1]?.result).toMatchObject({ name: 'turning', status: 'critical' });
    expect(problems).toHaveLength(3);
  });

  test('of a check that was removed meanwhile is not told', async () => {
    const { health } = start();
    const changes: HealthChange[] = [];
    health.onChange(change => changes.push(change));
    let answer = () => {};
    health.addHealthCheck('leaving', async () => {
      await new Promise<void>(resolve => {
        answer = resolve;
      });
      return { status: 'healthy' };
    });
    const run = health.run();
    await expect.poll(() => answer.name, PATIENCE).toBe('');
    health.removeHealthCheck('leaving');
    answer();
    await run;
    expect([changes, health.results()]).toEqual([[], []]);
  });
});

describe('the metrics of health checks', () => {
  test('show status, last run and duration, and end with the check', async () => {
    const { health, metrics } = start();
    health.addHealthCheck('database', async () => ({
      status: 'unhealthy',
      timestamp: 1_700_000_000_500,
      responseTime: 25,
    }));
    await health.run();
    const series = await scrapeSeries(metrics);
    const statusOf = (status: string) =>
      series.get(`health_check_status{check="database",status="${status}"}`);
    expect(['healthy', 'degraded', 'unhealthy', 'critical'].map(statusOf)).toEqual([0, 0, 1, 0]);
    expect(series.get('health_check_last_run_timestamp_seconds{check="database"}')).toBe(1_700_000_000.5);
    expect(series.get('health_check_duration_seconds{check="database"}')).toBe(0.025);
    health.removeHealthCheck('database');
    const left = [...(await scrapeSeries(metrics)).keys()].filter(name => name.startsWith('health_check_'));
    expect(left).toEqual([]);
  });
});
