import { ByteArena } from './byte-arena.ts';
import { labelPair } from './label-text.ts';

/** A label name and its values, each known by a number; the metrics of a registry that have the label share it. */
export class Dimension {
  readonly name: string;
  /** `name="value"` of each value, by its number. */
  readonly pairs = new ByteArena();
  /** Keys are the values as callers pass them (a status code may come as a number), so that a lookup converts nothing. */
  readonly numbers = new Map<unknown, number>();
  /** Made when it is asked for: rendering needs only the pairs, and a label may have thousands of values. */
  #texts: readonly string[] = [];

  constructor(name: string) {
    this.name = name;
  }

  /** Numbers a text; a primitive that was passed for it leads there too from now on. */
  learn(text: string, passed: unknown): number {
    let number = this.numbers.get(text);
    if (number === undefined) {
      number = this.pairs.add(labelPair(this.name, text));
      this.numbers.set(text, number);
    }
    if (typeof passed === 'number' || typeof passed === 'boolean') this.numbers.set(passed, number);
    return number;
  }

  /** Text of each value, by its number. */
  get texts(): readonly string[] {
    if (this.#texts.length !== this.pairs.count) this.#texts = this.#collectTexts();
    return this.#texts;
  }

  #collectTexts(): readonly string[] {
    const texts: string[] = [];
    for (const [value, number] of this.numbers) if (typeof value === 'string') texts[number] = value;
    return texts;
  }
}
