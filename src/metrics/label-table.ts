import type { Dimension } from './dimension.ts';
import { labelTextOf, MAX_LABEL_VALUE_LENGTH } from './label-text.ts';

/** What `LabelTable.find` and `add` answer instead of a series number. */
export const UNKNOWN_SERIES = -1;
export const REFUSED_SERIES = -2;

const NO_NUMBERS: ReadonlyMap<unknown, number> = new Map();

/** The lookup is unrolled for as many labels: all metrics of the catalogue. More labels are looked up in a loop. */
const UNROLLED_LABELS = 5;

/**
 * The label sets of one metric. A set is found through the numbers of its values in an open-addressing table: no key
 * string is built, no two sets can collide, the caller's object is not kept.
 */
export class LabelTable {
  readonly dimensions: readonly Dimension[];
  readonly maxSeries: number;
  readonly keyWidth: number;
  count = 0;
  /** Numbers of the values of series n, at n × keyWidth. */
  keys: Uint32Array;
  /** Series number + 1 by hash; 0 is a free slot. */
  #slots: Uint32Array;
  /** The first dimensions once more: without the way through the array a lookup takes a third less time. */
  readonly #name0: string;
  readonly #name1: string;
  readonly #name2: string;
  readonly #name3: string;
  readonly #name4: string;
  readonly #numbers0: ReadonlyMap<unknown, number>;
  readonly #numbers1: ReadonlyMap<unknown, number>;
  readonly #numbers2: ReadonlyMap<unknown, number>;
  readonly #numbers3: ReadonlyMap<unknown, number>;
  readonly #numbers4: ReadonlyMap<unknown, number>;

  constructor(dimensions: readonly Dimension[], maxSeries: number) {
    this.dimensions = dimensions;
    const nameAt = (i: number) => dimensions[i]?.name ?? '';
    const numbersAt = (i: number) => dimensions[i]?.numbers ?? NO_NUMBERS;
    this.#name0 = nameAt(0);
    this.#name1 = nameAt(1);
    this.#name2 = nameAt(2);
    this.#name3 = nameAt(3);
    this.#name4 = nameAt(4);
    this.#numbers0 = numbersAt(0);
    this.#numbers1 = numbersAt(1);
    this.#numbers2 = numbersAt(2);
    this.#numbers3 = numbersAt(3);
    this.#numbers4 = numbersAt(4);
    this.maxSeries = maxSeries;
    this.keyWidth = dimensions.length;
    this.keys = new Uint32Array(this.keyWidth);
    this.#slots = new Uint32Array(4);
  }

  /** The number of a label set that has been added, or UNKNOWN_SERIES. */
  find(labels: Readonly<Record<string, unknown>>): number {
    const width = this.dimensions.length;
    const a = width > 0 ? this.#numbers0.get(labels[this.#name0]) : 0;
    const b = width > 1 ? this.#numbers1.get(labels[this.#name1]) : 0;
    const c = width > 2 ? this.#numbers2.get(labels[this.#name2]) : 0;
    const d = width > 3 ? this.#numbers3.get(labels[this.#name3]) : 0;
    const e = width > 4 ? this.#numbers4.get(labels[this.#name4]) : 0;
    if (a === undefined || b === undefined || c === undefined || d === undefined || e === undefined) {
      return UNKNOWN_SERIES;
    }
    if (width > UNROLLED_LABELS) return this.#findInLoop(labels);
    const slots = this.#slots;
    const keys = this.keys;
    const mask = slots.length - 1;
    for (let slot = hash(a, b, c, d, e) & mask; ; slot = (slot + 1) & mask) {
      const series = slots[slot]! - 1;
      if (series < 0) return UNKNOWN_SERIES;
      const at = series * width;
      const isSame =
        (width < 1 || keys[at] === a) &&
        (width < 2 || keys[at + 1] === b) &&
        (width < 3 || keys[at + 2] === c) &&
        (width < 4 || keys[at + 3] === d) &&
        (width < 5 || keys[at + 4] === e);
      if (isSame) return series;
    }
  }

  /**
   * Finds or adds a label set of any values.
   * @returns its number, or REFUSED_SERIES where the cap is reached or a value is too long.
   */
  add(labels: Readonly<Record<string, unknown>>): number {
    const values = this.dimensions.map(({ name }) => labels[name]);
    const texts = values.map(labelTextOf);
    if (texts.some(text => text.length > MAX_LABEL_VALUE_LENGTH)) return REFUSED_SERIES;
    const known = this.#findTexts(texts);
    if (known === UNKNOWN_SERIES && this.count >= this.maxSeries) return REFUSED_SERIES;
    const key = this.dimensions.map((dimension, i) => dimension.learn(texts[i]!, values[i]));
    return known === UNKNOWN_SERIES ? this.#insert(key) : known;
  }

  /** Adds a label set beyond the cap: the overflow series. */
  addBeyondCap(text: string): number {
    const key = this.dimensions.map(dimension => dimension.learn(text, text));
    const known = this.#findKey(key);
    return known === UNKNOWN_SERIES ? this.#insert(key) : known;
  }

  /** The labels of a series as a new object. */
  labelsOf(series: number): Record<string, string> {
    const at = series * this.keyWidth;
    return Object.fromEntries(
      this.dimensions.map(({ name, texts }, i) => [name, texts[this.keys[at + i]!]!]),
    );
  }

  #findInLoop(labels: Readonly<Record<string, unknown>>): number {
    const key: number[] = [];
    for (const dimension of this.dimensions) {
      const number = dimension.numbers.get(labels[dimension.name]);
      if (number === undefined) return UNKNOWN_SERIES;
      key.push(number);
    }
    return this.#findKey(key);
  }

  #findTexts(texts: readonly string[]): number {
    const key: number[] = [];
    for (const [i, dimension] of this.dimensions.entries()) {
      const number = dimension.numbers.get(texts[i]!);
      if (number === undefined) return UNKNOWN_SERIES;
      key.push(number);
    }
    return this.#findKey(key);
  }

  #findKey(key: readonly number[]): number {
    const mask = this.#slots.length - 1;
    for (let slot = hashKey(key) & mask; ; slot = (slot + 1) & mask) {
      const series = this.#slots[slot]! - 1;
      if (series < 0) return UNKNOWN_SERIES;
      const at = series * this.keyWidth;
      if (key.every((number, i) => this.keys[at + i] === number)) return series;
    }
  }

  #insert(key: readonly number[]): number {
    const series = this.count++;
    if (this.count * this.keyWidth > this.keys.length) {
      const keys = new Uint32Array(this.keyWidth * Math.ceil(this.count * 1.25));
      keys.set(this.keys);
      this.keys = keys;
    }
    this.keys.set(key, series * this.keyWidth);
    if (this.count * 4 > this.#slots.length * 3) this.#rehash(this.#slots.length * 2);
    else this.#occupy(series);
    return series;
  }

  #rehash(size: number): void {
    this.#slots = new Uint32Array(size);
    for (let series = 0; series < this.count; series++) this.#occupy(series);
  }

  #occupy(series: number): void {
    const mask = this.#slots.length - 1;
    const at = series * this.keyWidth;
    let slot = hashKey(this.keys.subarray(at, at + this.dimensions.length)) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = series + 1;
  }
}

/** Multiplicative hash of five numbers; the factors are the odd primes of xxHash32. */
function hash(a: number, b: number, c: number, d: number, e: number): number {
  const mixed =
    Math.imul(a, 0x9e3779b1) ^
    Math.imul(b, 0x85ebca6b) ^
    Math.imul(c, 0xc2b2ae35) ^
    Math.imul(d, 0x27d4eb2f) ^
    Math.imul(e, 0x165667b1);
  return mixed ^ (mixed >>> 15);
}

function hashKey(key: ArrayLike<number>): number {
  let mixed = hash(key[0] ?? 0, key[1] ?? 0, key[2] ?? 0, key[3] ?? 0, key[4] ?? 0);
  for (let i = UNROLLED_LABELS; i < key.length; i++) mixed = hash(mixed, key[i]!, 0, 0, 0);
  return mixed;
}
