import { describe, expect, test } from 'vitest';
import { createRegistry } from '../../src/metrics/index.ts';
import { createProblemRecorder } from '../../src/recorders/index.ts';
import { sampleValue } from '../support/parse-exposition.ts';
import { scrapeFamilies } from '../support/scrape.ts';

function createSubject() {
  const registry = createRegistry();
  const logged: [string, unknown][] = [];
  const problem = createProblemRecorder(registry, (message, error) => logged.push([message, error]));
  return { registry, problem, logged };
}

describe('problems', () => {
  test('are counted each time and logged once per kind', async () => {
    const { registry, problem, logged } = createSubject();
    const error = new TypeError('no');
    for (let i = 0; i < 5; i++) problem.record('http', error);
    problem.record('http', new TypeError('other'));
    problem.record('ai', error);
    const families = await scrapeFamilies(registry);
    expect(sampleValue(families, 'aiwatch_hook_errors_total', { hook: 'http' })).toBe(6);
    expect(sampleValue(families, 'aiwatch_hook_errors_total', { hook: 'ai' })).toBe(1);
    expect(logged.map(([message]) => message)).toEqual([
      'aiwatch: the http hook failed; the application goes on (logged once)',
      'aiwatch: the http hook failed; the application goes on (logged once)',
      'aiwatch: the ai hook failed; the application goes on (logged once)',
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
