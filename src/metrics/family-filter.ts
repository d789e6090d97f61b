import type { FamilyHeader } from './format.ts';
import { openMetricsFamilyName } from './format.ts';

/** Decides which families a scrape wants; `name[]` names them, in either format's way. No names: all of them. */
export class FamilyFilter {
  /** Equal filters have equal keys. */
  readonly key: string;
  readonly #names: ReadonlySet<string>;

  constructor(names: readonly string[]) {
    this.#names = new Set(names);
    this.key = JSON.stringify([...this.#names].sort());
  }

  wants({ name, type }: Pick<FamilyHeader, 'name' | 'type'>): boolean {
    return (
      this.#names.size === 0 || this.#names.has(name) || this.#names.has(openMetricsFamilyName(name, type))
    );
  }
}
