import { sign, verify } from 'node:crypto';
import { AiwatchError, describe } from '../errors.ts';
import type { AuditKey, AuditVerifierKey } from './audit-key.ts';
import { decodeBase64 } from './base64.ts';
import { HASH_BYTES } from './commitment.ts';

/** What a log says of itself at one moment. */
export interface TreeHead {
  /** Number of leaves. */
  readonly size: number;
  /** Root over them: 32 bytes. */
  readonly root: Uint8Array;
}

/** A checkpoint whose signature is right. */
export interface Checkpoint extends TreeHead {
  /** Name of the log, which is that of its key. */
  readonly origin: string;
}

/** Begins a line of a signature (C2SP signed-note): an em dash and a space. */
const SIGNATURE_MARK = '— ';
const SIGNATURE_LINE = /^— (\S+) (\S+)$/;
const ID_BYTES = 4;
const SIGNATURE_BYTES = 64;

/** A decimal number without leading zeros (C2SP tlog-checkpoint). */
const SIZE = /^(?:0|[1-9]\d{0,15})$/;

interface NoteSignature {
  readonly name: string;
  readonly id: string;
  readonly signature: Buffer;
}

function checkpointError(found: string): AiwatchError {
  return new AiwatchError('AUDIT_CHECKPOINT_INVALID', { where: 'checkpoint', found });
}

/**
 * Signs the head of a log: a signed note (C2SP signed-note) of three lines, origin, size and root in base64 (C2SP
 * tlog-checkpoint). A log must never sign a head that does not begin with all that it has signed before.
 * @returns the note, some 200 bytes, ending in a newline.
 */
export function signCheckpoint({ size, root }: TreeHead, key: AuditKey): string {
  const text = `${key.name}\n${size}\n${Buffer.from(root).toString('base64')}\n`;
  const signature = sign(null, Buffer.from(text), key.privateKey);
  const marked = Buffer.concat([Buffer.from(key.id, 'hex'), signature]).toString('base64');
  return `${text}\n${SIGNATURE_MARK}${key.name} ${marked}\n`;
}

function parseSignature(line: string): NoteSignature {
  const [, name = '', base64 = ''] = SIGNATURE_LINE.exec(line) ?? [];
  const bytes = decodeBase64(base64);
  if (name === '' || bytes === undefined || bytes.length <= ID_BYTES) {
    throw checkpointError('a line of a signature that cannot be read');
  }
  return { name, id: bytes.toString('hex', 0, ID_BYTES), signature: bytes.subarray(ID_BYTES) };
}

function splitNote(note: string): { text: string; signatures: readonly NoteSignature[] } {
  const end = note.lastIndexOf('\n\n');
  if (end === -1 || !note.endsWith('\n')) throw checkpointError('no text followed by signatures');
  const lines = note.slice(end + 2, -1).split('\n');
  return { text: note.slice(0, end + 1), signatures: lines.map(parseSignature) };
}

/** Signatures of others are passed over; one of a known key has to be right. */
function findSigners(note: string, keys: readonly AuditVerifierKey[]): { text: string; signers: string[] } {
  const { text, signatures } = splitNote(note);
  const signers: string[] = [];
  for (const { name, id, signature } of signatures) {
    const key = keys.find(one => one.name === name && one.id === id);
    if (key === undefined) continue;
    const isRight =
      signature.length === SIGNATURE_BYTES && verify(null, Buffer.from(text), key.publicKey, signature);
    if (!isRight) throw checkpointError(`a wrong signature of ${name}+${id}`);
    signers.push(name);
  }
  if (signers.length > 0) return { text, signers };
  throw checkpointError(`signatures of ${signatures.map(({ name, id }) => `${name}+${id}`).join(', ')} only`);
}

/**
 * Checks a checkpoint's signature, and reads it. Signatures by keys that are not known are passed over (witnesses may add
 * theirs), but there has to be one by a known key whose name is the origin. Throws AUDIT_CHECKPOINT_INVALID.
 */
export function openCheckpoint(note: string, keys: readonly AuditVerifierKey[]): Checkpoint {
  const { text, signers } = findSigners(note, keys);
  const [origin = '', size = '', base64 = ''] = text.split('\n');
  const root = decodeBase64(base64, HASH_BYTES);
  if (!SIZE.test(size) || !Number.isSafeInteger(Number(size)) || root === undefined) {
    throw checkpointError('a signed text that is not a checkpoint');
  }
  if (!signers.includes(origin))
    throw checkpointError(`an origin ${describe(origin)} that is not the key's name`);
  return { origin, size: Number(size), root };
}

/** Cuts a text of several notes into them: a note ends with the last of its signatures. Empty lines between are fine. */
export function splitNotes(text: string): readonly string[] {
  const notes: string[] = [];
  let note = '';
  let isSigned = false;
  for (const line of text.split(/\r?\n/)) {
    const isSignature = line.startsWith(SIGNATURE_MARK);
    if (isSigned && !isSignature) {
      notes.push(note);
      note = '';
    }
    isSigned = isSignature;
    if (line !== '' || note !== '') note += `${line}\n`;
  }
  if (note.trim() !== '') notes.push(note);
  return notes;
}
