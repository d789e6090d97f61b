import { expect, it } from 'vitest';
import { followTotal } from '../../src/collectors/running-total.ts';
import { createRegistry } from '../../src/metrics/index.ts';

it('adds what a total has grown by, and nothing when it starts anew', () => {
  const counter = createRegistry().counter({ type: 'counter', name: 'work_total', help: 'Work.' }).with({});
  const follow = followTotal(counter);
  const seen = [5, 7, 7, 2, 3].map(total => {
    follow(total);
    return counter.value;
  });
  expect(seen).toEqual([5, 7, 7, 7, 8]);
});
