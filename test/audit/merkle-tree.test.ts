import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashLeaf, hashNode, MerkleFrontier, merkleRoot } from '../../src/audit/index.ts';
import { hashLeaves, STANDARD_LEAVES, STANDARD_ROOTS } from './standard-tree.ts';

/** The definition of RFC 6962 §2.1, word for word. */
function naiveRoot(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 0) return createHash('sha256').digest();
  if (hashes.length === 1) return hashes[0]!;
  const split = 2 ** Math.floor(Math.log2(hashes.length - 1));
  return hashNode(naiveRoot(hashes.slice(0, split)), naiveRoot(hashes.slice(split)));
}

describe('a Merkle tree', () => {
  it.each(STANDARD_ROOTS.map((root, size) => [size, root]))(
    'has the root that Certificate Transparency tests for: %i leaves',
    (size, root) => {
      expect(merkleRoot(STANDARD_LEAVES.slice(0, Number(size))).toString('hex')).toBe(root);
    },
  );

  it('tells a leaf from a node of the same bytes', () => {
    const [left, right] = [hashLeaf('a'), hashLeaf('b')];
    expect(hashLeaf(Buffer.concat([left, right]))).not.toEqual(hashNode(left, right));
  });

  it('has the root of RFC 6962 at every size, also when it is put away and taken up again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 130 }), fc.integer({ min: 1, max: 20 }), (size, every) => {
        const hashes = hashLeaves(size);
        let tree = new MerkleFrontier();
        hashes.forEach((hash, index) => {
          if (index % every === 0) tree = new MerkleFrontier(JSON.parse(JSON.stringify(tree)));
          tree.append(hash);
          expect(tree.root()).toEqual(naiveRoot(hashes.slice(0, index + 1)));
        });
        expect(tree.size).toBe(size);
      }),
      { numRuns: 20 },
    );
  });

  it('keeps one hash for each full subtree', () => {
    const tree = new MerkleFrontier();
    for (const hash of hashLeaves(11)) tree.append(hash);
    expect(tree.toJSON().hashes).toHaveLength(3);
  });

  it.each([
    ['a hash too few', { size: 3, hashes: ['A'.repeat(43).concat('=')] }],
    ['a hash that is short', { size: 1, hashes: ['AAAA'] }],
    ['a size below zero', { size: -1, hashes: [] }],
    ['a size that is no integer', { size: 0.5, hashes: [] }],
  ])('is not taken up from a state with %s', (_what, state) => {
    expect(() => new MerkleFrontier(state)).toThrow('[AUDIT_INPUT_INVALID]');
  });
});
