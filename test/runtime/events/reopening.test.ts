import { describe, expect, test } from 'vitest';
import { createReopening } from '../../../src/runtime/events/reopening.ts';

/** Opens as soon as it may; counts the attempts. */
function createSubject() {
  const state = { nowMs: 0, isWritable: false, attempts: 0, problems: 0 };
  const reopening = createReopening({
    open: async () => {
      state.attempts++;
      if (!state.isWritable) throw new Error('not writable');
      return 'open';
    },
    onProblem: () => {
      state.problems++;
    },
    retryMs: 30_000,
    clock: () => state.nowMs,
  });
  return { state, reopening };
}

describe('what could not be opened', () => {
  test('is tried again when it is asked for, but not before its time', async () => {
    const { state, reopening } = createSubject();
    await expect(reopening.get()).rejects.toThrow('not writable');
    state.isWritable = true;
    state.nowMs = 29_999;
    await expect(reopening.get()).rejects.toThrow('not writable');
    expect(state.attempts).toBe(1);
    state.nowMs = 30_000;
    expect(await reopening.get()).toBe('open');
    expect(await reopening.last()).toBe('open');
    expect(state).toMatchObject({ attempts: 2, problems: 1 });
  });

  test('stays open once it is', async () => {
    const { state, reopening } = createSubject();
    await expect(reopening.get()).rejects.toThrow();
    state.isWritable = true;
    for (state.nowMs = 30_000; state.nowMs < 300_000; state.nowMs += 30_000) await reopening.get();
    expect(state.attempts).toBe(2);
  });
});
