import { UUID_PATTERN } from '../../ids.ts';
import { decodeBase64 } from '../base64.ts';
import { canonicalJson } from '../canonical-json.ts';
import { commitEvent, HASH_BYTES } from '../commitment.ts';
import { type BatchLeaf, batchRoot } from '../leaf.ts';
import type { LeafLine, RecordLine } from './export-line.ts';
import type { MissingLedger } from './missing.ts';
import type { ProblemList } from './problems.ts';

/** What is found out about one export as it is read. */
export interface Findings {
  readonly problems: ProblemList;
  readonly missing: MissingLedger;
  records: number;
  actions: number;
}

/** Checks the records of one batch against its leaf. */
export class BatchCheck {
  readonly #index: number;
  readonly #leaf: BatchLeaf;
  readonly #commitments: Buffer | undefined;
  readonly #findings: Findings;
  /** The commitment of each record that was seen. */
  readonly #seen = new Map<number, Buffer>();

  constructor({ index, commitments }: LeafLine, leaf: BatchLeaf, findings: Findings) {
    this.#index = index;
    this.#leaf = leaf;
    this.#findings = findings;
    this.#commitments = commitments === null ? undefined : this.#readCommitments(commitments);
  }

  /** Checks one record. */
  addRecord(line: RecordLine): void {
    const reason = this.#findFault(line);
    if (reason === undefined) this.#findings.records++;
    else this.#report(reason, line);
  }

  /** Takes note of the records that are missing, when all were read. */
  finish(): void {
    const { count, day } = this.#leaf;
    if (this.#commitments === undefined) this.#checkWithoutCommitments();
    if (this.#seen.size >= count) return;
    this.#findings.missing.records.add(this.#index, { day, count, positions: this.#listMissing() });
  }

  #readCommitments(base64: string): Buffer | undefined {
    const bytes = decodeBase64(base64, this.#leaf.count * HASH_BYTES);
    if (bytes === undefined) {
      this.#report(`its commitments are not those of ${this.#leaf.count} records`);
      return undefined;
    }
    const list = Array.from({ length: this.#leaf.count }, (_, position) => this.#slice(bytes, position));
    this.#checkRoot(list);
    return bytes;
  }

  #slice(bytes: Buffer, position: number): Buffer {
    return bytes.subarray(position * HASH_BYTES, (position + 1) * HASH_BYTES);
  }

  #checkRoot(commitments: readonly Buffer[]): void {
    if (batchRoot(commitments).toString('base64') === this.#leaf.root) return;
    this.#report('its commitments do not have the root that the leaf names');
  }

  #findFault({ position, id, event }: RecordLine): string | undefined {
    if (position >= this.#leaf.count) return `added: the batch has ${this.#leaf.count} records`;
    if (this.#seen.has(position)) return 'added: the record is there twice';
    if (!UUID_PATTERN.test(id)) return 'changed: its row id is not a UUID';
    const commitment = commitEvent(id, canonicalJson(event));
    this.#seen.set(position, commitment);
    const isCommitted =
      this.#commitments === undefined || this.#slice(this.#commitments, position).equals(commitment);
    return isCommitted ? undefined : 'changed: it is not what was committed';
  }

  /** Where the commitments are gone, only all records together can be checked. */
  #checkWithoutCommitments(): void {
    const { count } = this.#leaf;
    if (this.#seen.size === 0) return;
    if (this.#seen.size < count)
      this.#report('without its commitments, the records there are cannot be checked');
    else this.#checkRoot(Array.from({ length: count }, (_, position) => this.#seen.get(position)!));
  }

  #listMissing(): Set<number> | null {
    if (this.#seen.size === 0) return null;
    const missing = new Set<number>();
    for (let position = 0; position < this.#leaf.count; position++) {
      if (!this.#seen.has(position)) missing.add(position);
    }
    return missing;
  }

  #report(reason: string, line?: RecordLine): void {
    const eventId = typeof line?.event['id'] === 'string' ? line.event['id'] : undefined;
    this.#findings.problems.add({ leaf: this.#index, record: line?.position, eventId, reason });
  }
}
