import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ASCII_ZERO, DENSE_BYTES, REGISTERS } from '../../../src/store/sketch/dense-form.ts';
import { mergeRegisters } from '../../../src/store/sketch/merge-registers.ts';

const MAX_RANK = 53;
const ranks = fc.uint8Array({ min: 0, max: MAX_RANK, minLength: REGISTERS, maxLength: REGISTERS });

function denseFormOf(registers: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(DENSE_BYTES).fill(1, 0, 1);
  for (const [index, rank] of registers.entries()) bytes[index + 1] = rank + ASCII_ZERO;
  return bytes;
}

test('each register has the larger of both ranks', () => {
  fc.assert(
    fc.property(ranks, ranks, (ours, theirs) => {
      const merged = Uint8Array.from(ours);
      mergeRegisters(merged, denseFormOf(theirs));
      expect(merged).toEqual(ours.map((rank, index) => Math.max(rank, theirs[index]!)));
    }),
    { numRuns: 20 },
  );
});
