import { createHash } from 'node:crypto';
import { AiwatchError } from '../errors.ts';
import { hashNode } from './merkle-tree.ts';

type Hashes = readonly Uint8Array[];

/** Proves that a leaf stands at an index of a tree. */
export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  readonly proof: Hashes;
  readonly root: Uint8Array;
}

/** Proves that a tree begins with all the leaves of an earlier one. */
export interface ConsistencyClaim {
  readonly firstSize: number;
  readonly firstRoot: Uint8Array;
  readonly secondSize: number;
  readonly secondRoot: Uint8Array;
  readonly proof: Hashes;
}

/** The largest power of two below a size of at least 2: where RFC 6962 parts a tree. */
function splitSize(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

function rootOf(leaves: Hashes): Uint8Array {
  if (leaves.length === 0) return createHash('sha256').digest();
  if (leaves.length === 1) return leaves[0]!;
  const split = splitSize(leaves.length);
  return hashNode(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}

function requireWithin(where: string, value: number, low: number, high: number): void {
  if (Number.isSafeInteger(value) && value >= low && value <= high) return;
  const expected = `an integer from ${low} to ${high}`;
  throw new AiwatchError('AUDIT_INPUT_INVALID', { where, expected, found: String(value) });
}

function inclusionPath(leaves: Hashes, index: number): Uint8Array[] {
  if (leaves.length <= 1) return [];
  const split = splitSize(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split
    ? [...inclusionPath(left, index), rootOf(right)]
    : [...inclusionPath(right, index - split), rootOf(left)];
}

/** The hashes that lead from a leaf to the root (RFC 6962 §2.1.1). Throws AUDIT_INPUT_INVALID for an index outside. */
export function buildInclusionProof(leafHashes: Hashes, index: number): readonly Uint8Array[] {
  requireWithin('index of an inclusion proof', index, 0, leafHashes.length - 1);
  return inclusionPath(leafHashes, index);
}

function consistencyPath(leaves: Hashes, firstSize: number, isKnown: boolean): Uint8Array[] {
  if (firstSize === leaves.length) return isKnown ? [] : [rootOf(leaves)];
  const split = splitSize(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return firstSize <= split
    ? [...consistencyPath(left, firstSize, isKnown), rootOf(right)]
    : [...consistencyPath(right, firstSize - split, false), rootOf(left)];
}

/** The hashes that lead from the root of the first leaves to that of all (RFC 6962 §2.1.2). Throws AUDIT_INPUT_INVALID. */
export function buildConsistencyProof(leafHashes: Hashes, firstSize: number): readonly Uint8Array[] {
  requireWithin('first size of a consistency proof', firstSize, 1, leafHashes.length);
  return consistencyPath(leafHashes, firstSize, true);
}

/** Folds a path from the root's end: what is left of the proof must be used up exactly. */
function foldInclusion(
  index: number,
  size: number,
  leaf: Uint8Array,
  path: Uint8Array[],
): Uint8Array | undefined {
  if (size === 1) return path.length === 0 ? leaf : undefined;
  const sibling = path.pop();
  if (sibling === undefined) return undefined;
  const split = splitSize(size);
  const isLeft = index < split;
  const own = isLeft
    ? foldInclusion(index, split, leaf, path)
    : foldInclusion(index - split, size - split, leaf, path);
  if (own === undefined) return undefined;
  return isLeft ? hashNode(own, sibling) : hashNode(sibling, own);
}

function isSame(left: Uint8Array | undefined, right: Uint8Array): boolean {
  return left !== undefined && Buffer.compare(left, right) === 0;
}

/** Whether the leaf stands at that index of the tree of that root. Never throws. */
export function verifyInclusion({ index, size, leafHash, proof, root }: InclusionClaim): boolean {
  const isPossible = Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size;
  return isPossible && isSame(foldInclusion(index, size, leafHash, [...proof]), root);
}

/** Both roots that a proof leads to. */
interface RootPair {
  readonly first: Uint8Array;
  readonly second: Uint8Array;
}

function foldConsistency(
  [firstSize, size]: readonly [number, number],
  known: Uint8Array | undefined,
  path: Uint8Array[],
): RootPair | undefined {
  if (firstSize === size) {
    const own = known ?? path.pop();
    return own === undefined || path.length > 0 ? undefined : { first: own, second: own };
  }
  const sibling = path.pop();
  if (sibling === undefined) return undefined;
  const split = splitSize(size);
  if (firstSize <= split) {
    const left = foldConsistency([firstSize, split], known, path);
    return left && { first: left.first, second: hashNode(left.second, sibling) };
  }
  const right = foldConsistency([firstSize - split, size - split], undefined, path);
  return right && { first: hashNode(sibling, right.first), second: hashNode(sibling, right.second) };
}

/** Whether the tree of the second root begins with all leaves of that of the first. Never throws. */
export function verifyConsistency(claim: ConsistencyClaim): boolean {
  const { firstSize, firstRoot, secondSize, secondRoot, proof } = claim;
  const isPossible = Number.isSafeInteger(firstSize) && Number.isSafeInteger(secondSize);
  if (!isPossible || firstSize < 1 || firstSize > secondSize) return false;
  const roots = foldConsistency([firstSize, secondSize], firstRoot, [...proof]);
  return isSame(roots?.first, firstRoot) && isSame(roots?.second, secondRoot);
}
