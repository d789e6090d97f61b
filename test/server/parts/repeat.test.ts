import { describe, expect, test } from 'vitest';
import { repeat } from '../../../src/server/parts/repeat.ts';

const OPTIONS = { intervalMs: 1, retryMs: 1, onProblem: () => {} };

describe('work that is done again and again', () => {
  test('ends with the run under way', async () => {
    const ends: number[] = [];
    const repetition = repeat(async () => {
      await new Promise(resolve => setTimeout(resolve, 20));
      ends.push(1);
    }, OPTIONS);
    await repetition.stop();
    expect(ends).toEqual([1]);
  });

  test('ends also where a run never does', async () => {
    const repetition = repeat(() => new Promise(() => {}), OPTIONS);
    expect(await repetition.stop()).toBeUndefined();
  });
});
