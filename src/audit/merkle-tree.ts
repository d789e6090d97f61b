import { createHash } from 'node:crypto';
import { AiwatchError } from '../errors.ts';
import { decodeBase64 } from './base64.ts';
import { HASH_BYTES } from './commitment.ts';

/** RFC 6962 §2.1: what is hashed says whether it is a leaf or a node, so that neither passes for the other. */
export const LEAF_PREFIX_BYTE = 0x00;
export const NODE_PREFIX_BYTE = 0x01;

const LEAF_PREFIX = Buffer.of(LEAF_PREFIX_BYTE);
const NODE_PREFIX = Buffer.of(NODE_PREFIX_BYTE);

/** Hash of one leaf: SHA-256(0x00 ‖ data). */
export function hashLeaf(data: string | Uint8Array): Buffer {
  return createHash('sha256').update(LEAF_PREFIX).update(data).digest();
}

/** Hash of a node: SHA-256(0x01 ‖ left ‖ right). */
export function hashNode(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(NODE_PREFIX).update(left).update(right).digest();
}

/** A tree without its leaves, as JSON: enough to go on appending. The hashes are those of its full subtrees, in base64. */
export interface FrontierState {
  /** Number of leaves. */
  readonly size: number;
  /** Largest subtree first; as many as `size` has ones in binary. */
  readonly hashes: readonly string[];
}

function countOnes(size: number): number {
  let ones = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2;
  return ones;
}

function readHashes({ size, hashes }: FrontierState): Buffer[] {
  const decoded = hashes.map(hash => decodeBase64(hash, HASH_BYTES));
  const isValid = Number.isSafeInteger(size) && size >= 0 && hashes.length === countOnes(size);
  if (isValid && decoded.every(hash => hash !== undefined)) return decoded;
  throw new AiwatchError('AUDIT_INPUT_INVALID', {
    where: 'state of a Merkle tree',
    expected: 'a size, and a hash of 32 bytes in base64 for each full subtree',
    found: `size ${size} and ${hashes.length} hashes`,
  });
}

/** A Merkle tree (RFC 6962) that only grows: it keeps one hash for each full subtree, at most 53, and no leaves. */
export class MerkleFrontier {
  #size: number;
  readonly #hashes: Buffer[];

  /** @param state where to go on; an empty tree without it. Throws AUDIT_INPUT_INVALID. */
  constructor(state: FrontierState = { size: 0, hashes: [] }) {
    this.#hashes = readHashes(state);
    this.#size = state.size;
  }

  /** Number of leaves. */
  get size(): number {
    return this.#size;
  }

  /** Appends a leaf by its hash (`hashLeaf`). */
  append(leafHash: Uint8Array): void {
    let hash: Buffer = Buffer.from(leafHash);
    // Each one at the end of the size is a full subtree that the new leaf completes to one of twice the size.
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2)
      hash = hashNode(this.#hashes.pop()!, hash);
    this.#hashes.push(hash);
    this.#size++;
  }

  /** The root; of an empty tree, the hash of nothing. */
  root(): Buffer {
    if (this.#hashes.length === 0) return createHash('sha256').digest();
    return this.#hashes.reduceRight((right, left) => hashNode(left, right));
  }

  /** To be kept, and given to the constructor later. */
  toJSON(): FrontierState {
    return { size: this.#size, hashes: this.#hashes.map(hash => hash.toString('base64')) };
  }
}

/** The root over leaves that are given by their data. */
export function merkleRoot(leaves: Iterable<string | Uint8Array>): Buffer {
  const tree = new MerkleFrontier();
  for (const leaf of leaves) tree.append(hashLeaf(leaf));
  return tree.root();
}
