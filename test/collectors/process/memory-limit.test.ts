import { describe, expect, it } from 'vitest';
import { memoryLimitBytes } from '../../../src/collectors/process/memory-limit.ts';

const GIB = 1024 ** 3;

describe('memoryLimitBytes', () => {
  it('takes the configured limit before all others', () => {
    expect(memoryLimitBytes(GIB, 2 * GIB, 8 * GIB)).toBe(GIB);
  });

  it('takes the limit of the container', () => {
    expect(memoryLimitBytes(undefined, 2 * GIB, 8 * GIB)).toBe(2 * GIB);
  });

  it.each([
    ['nothing', undefined],
    ['0', 0],
    ['more than there is', 9 * GIB],
    ['the largest number', 2 ** 64],
  ])('takes the RAM of the host where the container reports %s', (_, constrained) => {
    expect(memoryLimitBytes(undefined, constrained, 8 * GIB)).toBe(8 * GIB);
  });
});
