import { decodeBase64 } from '../base64.ts';
import { canonicalJson } from '../canonical-json.ts';
import { commitAction, SALT_BYTES } from '../commitment.ts';
import type { ActionLeaf } from '../leaf.ts';
import type { Findings } from './batch-check.ts';
import type { ActionLine } from './export-line.ts';

/** Length of the day in an ISO 8601 time. */
const DAY_LENGTH = 10;

/** Checks the details of one action against its leaf. */
export class ActionCheck {
  readonly #index: number;
  readonly #leaf: ActionLeaf;
  readonly #findings: Findings;
  #isSeen = false;

  constructor(index: number, leaf: ActionLeaf, findings: Findings) {
    this.#index = index;
    this.#leaf = leaf;
    this.#findings = findings;
  }

  /** Checks the details. */
  addDetails(line: ActionLine): void {
    const reason = this.#findFault(line);
    this.#isSeen = true;
    if (reason === undefined) this.#findings.actions++;
    else this.#findings.problems.add({ leaf: this.#index, reason });
  }

  /** Takes note of details that are missing. */
  finish(): void {
    if (this.#isSeen) return;
    const day = this.#leaf.at.slice(0, DAY_LENGTH);
    this.#findings.missing.actions.add(this.#index, { day, count: 1, positions: null });
  }

  #findFault({ salt, payload }: ActionLine): string | undefined {
    if (this.#isSeen) return 'added: the details of the action are there twice';
    const saltBytes = decodeBase64(salt, SALT_BYTES);
    if (saltBytes === undefined) return 'changed: the salt of the details cannot be read';
    const commitment = commitAction(saltBytes, canonicalJson(payload)).toString('base64');
    return commitment === this.#leaf.commitment
      ? undefined
      : 'changed: the details are not what was committed';
  }
}
