import { describe, expect, test } from 'vitest';
import { createRegistry } from '../../src/metrics/index.ts';
import { createProblemRecorder } from '../../src/recorders/index.ts';
import { sampleValue } from '../support/parse-exposition.ts';
import { scrapeFamilies } from '../support/scrape.ts';

function createSubject() {
  const registry = createRegistry();
  const logged: [string, unknown][] = [];
  const time = { nowMs: 1_000_000 };
  const problem = createProblemRecorder(
    registry,
    (message, error) => logged.push([message, error]),
    () => time.nowMs,
  );
  return { registry, problem, logged, time };
}

describe('problems', () => {
  test('are counted each time and logged once per kind and 10 minutes', async () => {
    const { registry, problem, logged } = createSubject();
    const error = new TypeError('no');
    for (let i = 0; i < 5; i++) problem.record('http', error);
    problem.record('http', new TypeError('other'));
    problem.record('ai', error);
    const families = await scrapeFamilies(registry);
    expect(sampleValue(families, 'aiwatch_hook_errors_total', { hook: 'http' })).toBe(6);
    expect(sampleValue(families, 'aiwatch_hook_errors_total', { hook: 'ai' })).toBe(1);
    expect(logged.map(([message]) => message)).toEqual([
      'the http hook failed; all else goes on (logged every 10 minutes)',
      'the http hook failed; all else goes on (logged every 10 minutes)',
      'the ai hook failed; all else goes on (logged every 10 minutes)',
    ]);
    expect(logged[0]![1]).toBe(error);
  });

  test('of ever new kinds are all counted, but not all logged', async () => {
    const { registry, problem, logged } = createSubject();
    for (let i = 0; i < 1000; i++) problem.record('http', new Error(`number ${i}`));
    expect(sampleValue(await scrapeFamilies(registry), 'aiwatch_hook_errors_total', { hook: 'http' })).toBe(
      1000,
    );
    expect(logged.length).toBe(200);
  });

  test('that go on are logged again after 10 minutes, with how many were not', () => {
    const { problem, logged, time } = createSubject();
    const fail = () => problem.log('the store', new Error('away'));
    for (let i = 0; i < 5; i++) fail();
    time.nowMs += 10 * 60_000 - 1;
    fail();
    expect(logged.length).toBe(1);
    time.nowMs += 1;
    fail();
    time.nowMs += 10 * 60_000;
    fail();
    expect(logged.slice(1).map(([message]) => message)).toEqual([
      'the store failed; all else goes on (5 more since the last line; logged every 10 minutes)',
      'the store failed; all else goes on (logged every 10 minutes)',
    ]);
  });

  test('of new kinds are logged again 10 minutes after too many others were', () => {
    const { problem, logged, time } = createSubject();
    for (let i = 0; i < 1000; i++) problem.record('http', new Error(`number ${i}`));
    time.nowMs += 10 * 60_000;
    for (let i = 0; i < 1000; i++) problem.record('ai', new Error(`number ${i}`));
    expect(logged.length).toBe(400);
    expect(logged.at(-1)![0]).toContain('the ai hook');
  });

  test('do not come out of what is guarded', async () => {
    const { registry, problem } = createSubject();
    const double = problem.guard('http', (n: number) => {
      if (n < 0) throw new RangeError('negative');
      return 2 * n;
    });
    expect([double(4), double(-1), double(5)]).toEqual([8, undefined, 10]);
    expect(sampleValue(await scrapeFamilies(registry), 'aiwatch_hook_errors_total', { hook: 'http' })).toBe(
      1,
    );
  });

  test('do not come out when they cannot be printed, or when the log of the application fails itself', async () => {
    const registry = createRegistry();
    const problem = createProblemRecorder(registry, () => {
      throw new Error('the log is full');
    });
    const throwing = problem.guard('http', (thrown: unknown) => {
      throw thrown;
    });
    const unprintable = [
      Object.create(null),
      Object.assign(new Error('x'), { message: Symbol('x') }),
      undefined,
    ];
    expect(unprintable.map(throwing)).toEqual([undefined, undefined, undefined]);
    expect(sampleValue(await scrapeFamilies(registry), 'aiwatch_hook_errors_total', { hook: 'http' })).toBe(
      3,
    );
  });
});
