import { hash } from 'node:crypto';
import { estimateDistinct } from './estimate.ts';

/**
 * Counts distinct users in bounded memory, and can be merged with others: HyperLogLog with the exact beginning of
 * HyperLogLog++ (Heule, Nunkesser and Hall 2013). Up to 1,000 users it holds 31 bits of each one's hash and the count is
 * exact but for collisions (one in 67,000 for a hundred users); beyond, 4,096 registers with an error of 1.6 %.
 */
export class UserSketch {
  /** By index of 25 bits, the longest run of zeros that followed it; undefined once the sketch is dense. */
  #sparse: Map<number, number> | undefined = new Map();
  #registers: Uint8Array | undefined;

  add(userId: string): void {
    const digest = digestOf(userId);
    const high = digest.readUInt32BE(0);
    const rest = (high & 0x7f) * 2 ** 32 + digest.readUInt32BE(4);
    this.#put(high >>> 7, rankOf(rest, REST_BITS));
  }

  /** Forgets a user, as far as single ones can be told apart: registers of many users say nothing of one. */
  remove(userId: string): void {
    const high = digestOf(userId).readUInt32BE(0);
    this.#sparse?.delete(high >>> 7);
  }

  merge(other: UserSketch): void {
    if (other.#sparse !== undefined) {
      for (const [index, rank] of other.#sparse) this.#put(index, rank);
      return;
    }
    const registers = this.#toDense();
    const others = other.#registers!;
    for (let index = 0; index < others.length; index++) {
      if (others[index]! > registers[index]!) registers[index] = others[index]!;
    }
  }

  /** How many users were added, about. */
  count(): number {
    if (this.#sparse !== undefined) return this.#sparse.size;
    return Math.round(estimateDistinct(this.#registers!, DENSE_BITS));
  }

  /** A byte that tells the form, then four bytes for each entry, or one for each register. */
  toBuffer(): Buffer {
    if (this.#sparse === undefined) return Buffer.concat([Buffer.from([DENSE]), this.#registers!]);
    const buffer = Buffer.alloc(1 + this.#sparse.size * 4);
    buffer[0] = SPARSE;
    let offset = 1;
    for (const [index, rank] of this.#sparse) {
      offset = buffer.writeUInt32BE(index * RANKS + rank, offset);
    }
    return buffer;
  }

  static from(buffer: Buffer): UserSketch {
    const sketch = new UserSketch();
    if (buffer[0] === DENSE) {
      sketch.#sparse = undefined;
      sketch.#registers = new Uint8Array(buffer.subarray(1));
      return sketch;
    }
    for (let offset = 1; offset < buffer.length; offset += 4) {
      const entry = buffer.readUInt32BE(offset);
      sketch.#sparse!.set(Math.floor(entry / RANKS), entry % RANKS);
    }
    return sketch;
  }

  #put(index: number, rank: number): void {
    if (this.#sparse === undefined) {
      this.#raise(index, rank);
      return;
    }
    if ((this.#sparse.get(index) ?? 0) < rank) this.#sparse.set(index, rank);
    if (this.#sparse.size > MAX_SPARSE) this.#toDense();
  }

  #toDense(): Uint8Array {
    const sparse = this.#sparse ?? new Map<number, number>();
    this.#registers ??= new Uint8Array(2 ** DENSE_BITS);
    this.#sparse = undefined;
    for (const [index, rank] of sparse) this.#raise(index, rank);
    return this.#registers;
  }

  /** Of the finer index the first bits are the register, and the others belong to the run of zeros. */
  #raise(index: number, rank: number): void {
    const cut = SPARSE_BITS - DENSE_BITS;
    const low = index % 2 ** cut;
    const denseRank = low === 0 ? cut + rank : rankOf(low, cut);
    const register = Math.floor(index / 2 ** cut);
    if (denseRank > this.#registers![register]!) this.#registers![register] = denseRank;
  }
}

const SPARSE_BITS = 25;
const DENSE_BITS = 12;
/** Bits of the hash behind the finer index. */
const REST_BITS = 39;
/** More ranks than there are, and a power of two. */
const RANKS = 64;
/** Where the dense form needs no more bytes. */
const MAX_SPARSE = 1000;
const SPARSE = 0;
const DENSE = 1;

const digestOf = (userId: string): Buffer => hash('sha256', userId, 'buffer');

/** Position of the first bit that is set, of so many, counted from 1; one more than there are where none is. */
function rankOf(value: number, bits: number): number {
  return value === 0 ? bits + 1 : bits - Math.floor(Math.log2(value));
}
