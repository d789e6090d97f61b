import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { observeOutcome } from '../../src/hooks/outcome.ts';

describe('observeOutcome()', () => {
  it.each(['success', 'error'] as const)(
    'hands an asynchronous %s over once what follows it is done, which is not measured',
    async status => {
      const steps: string[] = [];
      const run = async () => (status === 'success' ? 'result' : Promise.reject(new Error('mine')));
      const outcome = observeOutcome(run, async ended => {
        await sleep(5);
        steps.push(ended.status);
      }).catch((error: Error) => error.message);
      expect(await outcome).toBe(status === 'success' ? 'result' : 'mine');
      expect(steps).toEqual([status]);
    },
  );

  it('stays synchronous for what is synchronous', () => {
    const ended: string[] = [];
    expect(
      observeOutcome(
        () => 1,
        ({ status }) => ended.push(status),
      ),
    ).toBe(1);
    expect(() =>
      observeOutcome(
        () => {
          throw new Error('mine');
        },
        ({ status }) => ended.push(status),
      ),
    ).toThrow('mine');
    expect(ended).toEqual(['success', 'error']);
  });
});
