import { ByteArena } from './byte-arena.ts';
import { labelPair } from './label-text.ts';

/** A label name and its values, each known by a number; the metrics of a registry that have the label share it. */
export class Dimension {
  readonly name: string;
  /** Text of each value, by its number. */
  readonly texts: string[] = [];
  /** `name="value"` of each value, by its number. */
  readonly pairs = new ByteArena();
  /** Keys are the values as callers pass them (a status code may come as a number), so that a lookup converts nothing. */
  readonly numbers = new Map<unknown, number>();

  constructor(name: string) {
    this.name = name;
  }

  /** Numbers a text; a primitive that was passed for it leads there too from now on. */
  learn(text: string, passed: unknown): number {
    let number = this.numbers.get(text);
    if (number === undefined) {
      number = this.pairs.add(labelPair(this.name, text));
      this.texts.push(text);
      this.numbers.set(text, number);
    }
    if (typeof passed === 'number' || typeof passed === 'boolean') this.numbers.set(passed, number);
    return number;
  }
}
