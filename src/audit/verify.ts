import { AiwatchError } from '../errors.ts';
import type { AuditVerifierKey } from './audit-key.ts';
import { parseLeaf } from './leaf.ts';
import { hashLeaf, MerkleFrontier } from './merkle-tree.ts';
import { ActionCheck } from './verify/action-check.ts';
import { BatchCheck, type Findings } from './verify/batch-check.ts';
import { CheckpointCheck } from './verify/checkpoint-check.ts';
import {
  type ActionLine,
  EXPORT_FORMAT,
  EXPORT_VERSION,
  type ExportLine,
  type HeaderLine,
  type LeafLine,
  parseExportLine,
  type RecordLine,
} from './verify/export-line.ts';
import { MissingLedger } from './verify/missing.ts';
import { type AuditProblem, ProblemList } from './verify/problems.ts';

/**
 * `valid`: everything is there as it was committed. `expired`, `erased`: the same, but for what retention or an erasure
 * took away, which the log itself says (`erased` where both did). `changed`: anything else.
 */
export type AuditVerdict = 'valid' | 'erased' | 'expired' | 'changed';

/** What an export is checked against. */
export interface VerifyOptions {
  /** The public keys that the log has signed with. */
  readonly keys: readonly AuditVerifierKey[];
  /** Checkpoints that were kept elsewhere: the one thing that the owner of the database could not rewrite. */
  readonly checkpoints?: readonly string[];
}

/** What the verifier found. */
export interface AuditSummary {
  readonly verdict: AuditVerdict;
  /** Index of the first leaf of the export: what was before it was not checked. */
  readonly firstLeaf: number;
  /** Leaves in the export; of them, those behind the last checkpoint, which no signature covers yet. */
  readonly leaves: number;
  readonly unsignedLeaves: number;
  /** Records and details of actions that are there as committed. */
  readonly records: number;
  readonly actions: number;
  /** Those that an erasure or retention took away. */
  readonly erasedRecords: number;
  readonly expiredRecords: number;
  readonly erasedActions: number;
  readonly expiredActions: number;
  /** Checkpoints that agree; and those from before the first leaf, of which only the signatures were checked. */
  readonly checkpoints: number;
  readonly earlierCheckpoints: number;
  readonly problemCount: number;
  /** The first 100 of them. */
  readonly problems: readonly AuditProblem[];
}

function readHeader(text: string | undefined): HeaderLine {
  const line = parseExportLine(text ?? '');
  const isReadable =
    line?.kind === 'header' && line.format === EXPORT_FORMAT && line.version === EXPORT_VERSION;
  if (isReadable) return line;
  const version =
    line?.kind === 'header' ? `${line.format} of version ${line.version}` : 'no header of an export';
  throw new AiwatchError('AUDIT_EXPORT_INVALID', { where: 'first line of the export', found: version });
}

/** Reads an export line by line, and keeps no more than what is missing and what is still to be compared. */
class ExportVerifier {
  readonly #problems = new ProblemList();
  readonly #missing = new MissingLedger();
  readonly #findings: Findings = { problems: this.#problems, missing: this.#missing, records: 0, actions: 0 };
  readonly #tree: MerkleFrontier;
  readonly #checkpoints: CheckpointCheck;
  readonly #firstLeaf: number;
  #index = -1;
  #current: BatchCheck | ActionCheck | undefined;

  constructor({ start }: HeaderLine, { keys, checkpoints = [] }: VerifyOptions) {
    this.#tree = new MerkleFrontier(start);
    this.#firstLeaf = this.#tree.size;
    this.#checkpoints = new CheckpointCheck(keys, this.#tree, this.#problems);
    for (const note of checkpoints) this.#checkpoints.addExternal(note);
    this.#problems.line = 1;
    this.#match();
  }

  read(text: string): void {
    this.#problems.line++;
    if (text.trim() === '') return;
    const line = parseExportLine(text);
    if (line === undefined) this.#problems.add({ reason: 'a line that no export has' });
    else this.#readSafely(line);
  }

  /** What is nested so deeply that it cannot be walked through was never committed. */
  #readSafely(line: ExportLine): void {
    try {
      this.#readLine(line);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#problems.add({ reason: 'a line that is nested too deeply' });
    }
  }

  finish(): AuditSummary {
    this.#current?.finish();
    this.#checkpoints.finish();
    this.#reportGaps();
    return this.#summarise();
  }

  #readLine(line: ExportLine): void {
    if (line.kind === 'leaf') this.#readLeaf(line);
    else if (line.kind === 'record' || line.kind === 'action') this.#readBelow(line);
    else if (line.kind === 'header') this.#problems.add({ reason: 'a second header' });
    else {
      this.#checkpoints.add(line.note);
      this.#match();
    }
  }

  #match(): void {
    if (this.#checkpoints.match()) this.#missing.markSigned();
  }

  #readLeaf(line: LeafLine): void {
    this.#current?.finish();
    if (line.index !== this.#tree.size) {
      this.#problems.add({ leaf: line.index, reason: `leaf ${this.#tree.size} should stand here` });
    }
    this.#index = line.index;
    this.#current = this.#openLeaf(line);
    this.#tree.append(hashLeaf(line.body));
    this.#match();
  }

  #openLeaf(line: LeafLine): BatchCheck | ActionCheck | undefined {
    const leaf = parseLeaf(line.body);
    if (leaf?.kind === 'batch') return new BatchCheck(line, leaf, this.#findings);
    if (leaf === undefined || line.commitments !== null) {
      this.#problems.add({ leaf: line.index, reason: 'changed: it is not a leaf as aiwatch writes them' });
      return undefined;
    }
    this.#missing.addAction(line.index, leaf);
    return new ActionCheck(line.index, leaf, this.#findings);
  }

  #readBelow(line: RecordLine | ActionLine): void {
    const current = line.leaf === this.#index ? this.#current : undefined;
    if (current instanceof BatchCheck && line.kind === 'record') current.addRecord(line);
    else if (current instanceof ActionCheck && line.kind === 'action') current.addDetails(line);
    else this.#reportStray(line);
  }

  #reportStray(line: RecordLine | ActionLine): void {
    const record = line.kind === 'record' ? line.position : undefined;
    const eventId = line.kind === 'record' ? String(line.event['id']) : undefined;
    this.#problems.add({
      leaf: line.leaf,
      record,
      eventId,
      reason: 'added: it does not belong to the leaf above',
    });
  }

  #reportGaps(): void {
    for (const { leaf, count, positions } of this.#missing.records.rest()) {
      if (positions === null)
        this.#problems.addAtEnd({ leaf, reason: `missing: all its records (${count})` });
      for (const record of positions ?? []) this.#problems.addAtEnd({ leaf, record, reason: 'missing' });
    }
    for (const { leaf } of this.#missing.actions.rest()) {
      this.#problems.addAtEnd({ leaf, reason: 'missing: the details of the action' });
    }
  }

  #judge(): AuditVerdict {
    const { records, actions } = this.#missing;
    if (this.#problems.count > 0) return 'changed';
    if (records.erased + actions.erased > 0) return 'erased';
    return records.expired + actions.expired > 0 ? 'expired' : 'valid';
  }

  #summarise(): AuditSummary {
    const { records, actions } = this.#missing;
    return {
      verdict: this.#judge(),
      firstLeaf: this.#firstLeaf,
      leaves: this.#tree.size - this.#firstLeaf,
      unsignedLeaves: this.#tree.size - Math.max(this.#checkpoints.signedSize, this.#firstLeaf),
      records: this.#findings.records,
      actions: this.#findings.actions,
      erasedRecords: records.erased,
      expiredRecords: records.expired,
      erasedActions: actions.erased,
      expiredActions: actions.expired,
      checkpoints: this.#checkpoints.agreeing,
      earlierCheckpoints: this.#checkpoints.earlier,
      problemCount: this.#problems.count,
      problems: this.#problems.named,
    };
  }
}

/**
 * Checks an export of the audit log offline (docs/audit-format.md): each checkpoint's signature and root, each batch's
 * commitments, each record, and that all that is missing was erased or expired by a signed action. Memory grows with what
 * is missing and with the checkpoints given beforehand, not with the export.
 * @param lines the lines of the export, without their ends
 * Throws AUDIT_EXPORT_INVALID where it is no export that this version reads, AUDIT_INPUT_INVALID for a start that is none.
 */
export async function verifyExport(
  lines: AsyncIterable<string> | Iterable<string>,
  options: VerifyOptions,
): Promise<AuditSummary> {
  let verifier: ExportVerifier | undefined;
  for await (const line of lines) {
    if (verifier === undefined) verifier = new ExportVerifier(readHeader(line), options);
    else verifier.read(line);
  }
  verifier ??= new ExportVerifier(readHeader(undefined), options);
  return verifier.finish();
}
