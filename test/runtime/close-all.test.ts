import { expect, test } from 'vitest';
import { closeAll } from '../../src/runtime/close-all.ts';

test('closes all in order, though some fail, and throws the first error', async () => {
  const closed: number[] = [];
  const close = (number: number, error?: Error) => async () => {
    closed.push(number);
    if (error !== undefined) throw error;
  };
  const first = new Error('EIO');
  const closes = [close(1), close(2, first), close(3, new Error('later')), close(4)];
  await expect(closeAll(closes)).rejects.toBe(first);
  expect(closed).toEqual([1, 2, 3, 4]);
});
