import { isAiwatchError } from '../../errors.ts';
import type { AuditVerifierKey } from '../audit-key.ts';
import { type Checkpoint, openCheckpoint } from '../checkpoint.ts';
import type { MerkleFrontier } from '../merkle-tree.ts';
import type { ProblemList } from './problems.ts';

/** Compares the tree of an export with the checkpoints, each when the tree has its size. */
export class CheckpointCheck {
  /** Checkpoints that agree with the export. */
  agreeing = 0;
  /** Checkpoints of a time before the first leaf of the export: only their signatures could be checked. */
  earlier = 0;
  /** Leaves that the last agreeing checkpoint covers; 0 when there is none. */
  signedSize = 0;
  readonly #pending = new Map<number, Set<string>>();
  readonly #keys: readonly AuditVerifierKey[];
  readonly #tree: MerkleFrontier;
  readonly #problems: ProblemList;
  #isBroken = false;

  constructor(keys: readonly AuditVerifierKey[], tree: MerkleFrontier, problems: ProblemList) {
    this.#keys = keys;
    this.#tree = tree;
    this.#problems = problems;
  }

  /** Takes a checkpoint from elsewhere, before the first leaf is read. */
  addExternal(note: string): void {
    const checkpoint = this.#open(note);
    if (checkpoint === undefined) return;
    if (checkpoint.size < this.#tree.size) this.earlier++;
    else this.#keep(checkpoint);
  }

  /** Takes one of the export itself. */
  add(note: string): void {
    const checkpoint = this.#open(note);
    if (checkpoint === undefined) return;
    if (checkpoint.size < this.#tree.size) {
      const reason = `a checkpoint of ${checkpoint.size} leaves stands behind leaf ${this.#tree.size - 1}, where it cannot be checked`;
      this.#problems.add({ reason });
    } else this.#keep(checkpoint);
  }

  /** @returns whether a checkpoint covers just the leaves so far, and agrees */
  match(): boolean {
    const { size } = this.#tree;
    const roots = this.#pending.get(size);
    if (roots === undefined) return false;
    this.#pending.delete(size);
    const own = this.#tree.root().toString('base64');
    for (const root of roots) this.#judge(size, root === own);
    return roots.has(own);
  }

  /** Reports what the export ends before, and an export that nothing vouches for. */
  finish(): void {
    const { size } = this.#tree;
    const largest = [...this.#pending.keys()].reduce((most, one) => Math.max(most, one), 0);
    if (largest > size) {
      const reason = `the log ends after ${size} leaves, but a checkpoint of ${largest} leaves was signed: the last are missing, or the export is older than the checkpoint`;
      this.#problems.addAtEnd({ reason });
    } else if (this.agreeing === 0 && this.#problems.count === 0) {
      this.#problems.addAtEnd({ reason: 'no checkpoint covers any leaf: nothing vouches for them' });
    }
  }

  #open(note: string): Checkpoint | undefined {
    try {
      return openCheckpoint(note, this.#keys);
    } catch (error) {
      if (!isAiwatchError(error)) throw error;
      this.#problems.add({ reason: error.message });
      return undefined;
    }
  }

  #keep({ size, root }: Checkpoint): void {
    const roots = this.#pending.get(size) ?? new Set<string>();
    this.#pending.set(size, roots.add(Buffer.from(root).toString('base64')));
  }

  /** Once the tree is another one, it stays so: only the first of such checkpoints is reported. */
  #judge(size: number, agrees: boolean): void {
    if (agrees) {
      // The same checkpoint may come from the export and from elsewhere.
      if (this.agreeing === 0 || size !== this.signedSize) this.agreeing++;
      this.signedSize = size;
    } else if (!this.#isBroken) {
      this.#isBroken = true;
      const reason = `the leaves up to ${size - 1} are not those that were signed: one or more from leaf ${this.signedSize} on were changed, added, removed or moved`;
      this.#problems.add({ leaf: size > 0 ? size - 1 : undefined, reason });
    }
  }
}
