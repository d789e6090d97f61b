import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildConsistencyProof,
  buildInclusionProof,
  hashLeaf,
  MerkleFrontier,
  verifyConsistency,
  verifyInclusion,
} from '../../src/audit/index.ts';
import { hashLeaves, STANDARD_LEAVES, STANDARD_ROOTS } from './standard-tree.ts';

function rootOf(hashes: readonly Buffer[]): Buffer {
  const tree = new MerkleFrontier();
  for (const hash of hashes) tree.append(hash);
  return tree.root();
}

const standard = STANDARD_LEAVES.map(hashLeaf);
const standardRoot = (size: number) => Buffer.from(STANDARD_ROOTS[size]!, 'hex');
const toHex = (proof: readonly Uint8Array[]) => proof.map(hash => Buffer.from(hash).toString('hex'));

describe('a proof of inclusion', () => {
  it('is the known one of the standard tree', () => {
    expect(toHex(buildInclusionProof(standard, 0))).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(toHex(buildInclusionProof(standard, 5))).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });

  it('holds for every leaf of every tree, and for no other leaf, place, size or proof', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(69), fc.nat(), (size, place, change) => {
        const index = place % size;
        const hashes = hashLeaves(size);
        const proof = buildInclusionProof(hashes, index);
        const claim = { index, size, leafHash: hashes[index]!, proof, root: rootOf(hashes) };
        expect(verifyInclusion(claim)).toBe(true);
        expect(verifyInclusion({ ...claim, leafHash: hashLeaf('another') })).toBe(false);
        expect(verifyInclusion({ ...claim, root: hashLeaf('another') })).toBe(false);
        expect(verifyInclusion({ ...claim, proof: [...proof, hashLeaf('more')] })).toBe(false);
        expect(verifyInclusion({ ...claim, index: size })).toBe(false);
        if (size > 1) {
          expect(verifyInclusion({ ...claim, index: (index + 1) % size })).toBe(false);
          expect(verifyInclusion({ ...claim, proof: proof.slice(1) })).toBe(false);
          const other = proof.with(change % proof.length, hashLeaf('another'));
          expect(verifyInclusion({ ...claim, proof: other })).toBe(false);
        }
      }),
    );
  });

  it('is not made for an index outside of the tree', () => {
    expect(() => buildInclusionProof(standard, 8)).toThrow(/expected an integer from 0 to 7, found 8/);
    expect(() => buildInclusionProof([], 0)).toThrow('[AUDIT_INPUT_INVALID]');
  });
});

describe('a proof of consistency', () => {
  it.each([
    [1, 1, []],
    [
      1,
      8,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      6,
      8,
      [
        '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
    [
      2,
      5,
      [
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    ],
  ])('is the known one of the standard tree: %i to %i leaves', (firstSize, secondSize, known) => {
    const proof = buildConsistencyProof(standard.slice(0, secondSize), firstSize);
    expect(toHex(proof)).toEqual(known);
    const roots = { firstRoot: standardRoot(firstSize), secondRoot: standardRoot(secondSize) };
    expect(verifyConsistency({ firstSize, secondSize, ...roots, proof })).toBe(true);
  });

  it('holds from every size to every later one, and for no other tree or proof', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(69), fc.nat(), (secondSize, less, change) => {
        const firstSize = Math.max(1, secondSize - less);
        const hashes = hashLeaves(secondSize);
        const proof = buildConsistencyProof(hashes, firstSize);
        const firstRoot = rootOf(hashes.slice(0, firstSize));
        const claim = { firstSize, firstRoot, secondSize, secondRoot: rootOf(hashes), proof };
        expect(verifyConsistency(claim)).toBe(true);
        expect(verifyConsistency({ ...claim, firstRoot: hashLeaf('another') })).toBe(false);
        expect(verifyConsistency({ ...claim, secondRoot: hashLeaf('another') })).toBe(false);
        expect(verifyConsistency({ ...claim, proof: [...proof, hashLeaf('more')] })).toBe(false);
        expect(verifyConsistency({ ...claim, firstSize: secondSize + 1 })).toBe(false);
        if (proof.length > 0) {
          expect(verifyConsistency({ ...claim, proof: proof.slice(1) })).toBe(false);
          const other = proof.with(change % proof.length, hashLeaf('another'));
          expect(verifyConsistency({ ...claim, proof: other })).toBe(false);
        }
      }),
    );
  });

  it('is not made from nothing, nor from more than there is', () => {
    expect(() => buildConsistencyProof(standard, 0)).toThrow('[AUDIT_INPUT_INVALID]');
    expect(() => buildConsistencyProof(standard, 9)).toThrow('[AUDIT_INPUT_INVALID]');
  });
});
