import { describe, expect, test } from 'vitest';
import { createModelQueue } from '../../examples/assistant/model-queue.ts';

const never = new AbortController().signal;

/** Several who ask for a turn, in their order, and which of them have it. */
function enterAll(queue: ReturnType<typeof createModelQueue>, names: string, signal = never) {
  const entered: string[] = [];
  const turns = [...names].map(async name => {
    const leave = await queue.enter(signal);
    entered.push(name);
    return leave;
  });
  return { entered, turns };
}

describe('the queue of calls to the model', () => {
  test('lets as many run as it may, and the others in their order', async () => {
    const queue = createModelQueue(2);
    const { entered, turns } = enterAll(queue, 'abcd');
    const [leaveA, leaveB] = await Promise.all(turns.slice(0, 2));
    expect(entered).toEqual(['a', 'b']);
    expect([queue.active(), queue.length()]).toEqual([2, 2]);
    leaveB?.();
    await turns[2];
    expect(entered).toEqual(['a', 'b', 'c']);
    expect([queue.active(), queue.length()]).toEqual([2, 1]);
    leaveA?.();
    for (const turn of turns) {
      (await turn)();
    }
    expect([queue.active(), queue.length()]).toEqual([0, 0]);
  });

  test('gives one turn back for one call, however often it ends', async () => {
    const queue = createModelQueue(1);
    const controller = new AbortController();
    const leave = await queue.enter(controller.signal);
    leave();
    leave();
    controller.abort();
    expect(queue.active()).toBe(0);
  });

  test('forgets who is given up while waiting', async () => {
    const queue = createModelQueue(1);
    const leave = await queue.enter(never);
    const controller = new AbortController();
    const given = queue.enter(controller.signal);
    controller.abort(new Error('left'));
    await expect(given).rejects.toThrow('left');
    expect([queue.active(), queue.length()]).toEqual([1, 0]);
    leave();
    expect(queue.active()).toBe(0);
    await expect(queue.enter(controller.signal)).rejects.toThrow('left');
  });

  test('takes the turn back of a call that is given up, also where it has just got it', async () => {
    const queue = createModelQueue(1);
    const first = new AbortController();
    const second = new AbortController();
    await queue.enter(first.signal);
    const next = queue.enter(second.signal);
    first.abort();
    second.abort();
    await next;
    expect([queue.active(), queue.length()]).toEqual([0, 0]);
  });
});
