import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { AiwatchError } from '../errors.ts';
import { decodeBase64 } from './base64.ts';

/** Type of Ed25519 keys in signed notes (C2SP signed-note). */
const ED25519 = 0x01;
const KEY_BYTES = 32;
const ID_BYTES = 4;

/** What stands before the 32 bytes of an Ed25519 key in DER (RFC 8410 §10). */
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

const PRIVATE_TAG = 'PRIVATE+KEY+';

/** What a name may be: no spaces and no plus (C2SP signed-note). */
const NAME = /^[^\s+\p{Z}\p{C}]+$/u;

/** `name+id+base64`. The base64 may have pluses too. */
const KEY_TEXT = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/;

/** The public half: checks signatures. */
export interface AuditVerifierKey {
  /** Name of the log, and origin of its checkpoints. */
  readonly name: string;
  /** First 4 bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key) in hexadecimal. */
  readonly id: string;
  readonly publicKey: KeyObject;
  /** To be given away: `name+id+base64`. */
  readonly vkey: string;
}

/** Both halves: signs checkpoints. */
export interface AuditKey extends AuditVerifierKey {
  readonly privateKey: KeyObject;
  /** To be kept secret: `PRIVATE+KEY+name+id+base64`, as Go's note package has it. */
  readonly skey: string;
}

function keyId(name: string, publicBytes: Uint8Array): string {
  const hash = createHash('sha256')
    .update(`${name}\n`)
    .update(Buffer.of(ED25519))
    .update(publicBytes)
    .digest();
  return hash.toString('hex', 0, ID_BYTES);
}

/** The key's bytes behind its type, where they are canonical base64 of an Ed25519 key. */
function readKeyBytes(text: string): Buffer | undefined {
  const bytes = decodeBase64(text, KEY_BYTES + 1);
  return bytes?.[0] === ED25519 ? bytes.subarray(1) : undefined;
}

function writeKeyBytes(bytes: Uint8Array): string {
  return Buffer.concat([Buffer.of(ED25519), bytes]).toString('base64');
}

function buildVerifierKey(name: string, publicBytes: Uint8Array): AuditVerifierKey {
  const id = keyId(name, publicBytes);
  const der = Buffer.concat([PUBLIC_PREFIX, publicBytes]);
  const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return { name, id, publicKey, vkey: `${name}+${id}+${writeKeyBytes(publicBytes)}` };
}

function buildAuditKey(name: string, privateKey: KeyObject): AuditKey {
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-KEY_BYTES);
  const publicDer = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const verifier = buildVerifierKey(name, publicDer.subarray(-KEY_BYTES));
  return { ...verifier, privateKey, skey: `${PRIVATE_TAG}${name}+${verifier.id}+${writeKeyBytes(seed)}` };
}

/** Never shows what was given: it may be a secret. */
function keyError(where: string, found: string): AiwatchError {
  return new AiwatchError('AUDIT_KEY_INVALID', { where, found });
}

/** Makes a new key. Throws AUDIT_KEY_INVALID for a name that is empty or has spaces or a plus. */
export function generateAuditKey(name: string): AuditKey {
  if (!NAME.test(name)) throw keyError('name of an audit key', 'spaces, a plus, or nothing');
  return buildAuditKey(name, generateKeyPairSync('ed25519').privateKey);
}

/** Reads a public key, `name+id+base64`. Throws AUDIT_KEY_INVALID. */
export function parseVerifierKey(text: string): AuditVerifierKey {
  const [, name = '', id = '', base64 = ''] = KEY_TEXT.exec(text.trim()) ?? [];
  const bytes = readKeyBytes(base64);
  if (!NAME.test(name) || bytes === undefined) throw keyError('public key', 'another text');
  if (keyId(name, bytes) !== id) throw keyError('public key', `an id (${id}) of another key`);
  return buildVerifierKey(name, bytes);
}

/** Reads a private key, `PRIVATE+KEY+name+id+base64`. Throws AUDIT_KEY_INVALID. */
export function parseAuditKey(text: string): AuditKey {
  const line = text.trim();
  const match = line.startsWith(PRIVATE_TAG) ? KEY_TEXT.exec(line.slice(PRIVATE_TAG.length)) : null;
  const [, name = '', id = '', base64 = ''] = match ?? [];
  const seed = readKeyBytes(base64);
  if (!NAME.test(name) || seed === undefined) throw keyError('private key', 'another text');
  const der = Buffer.concat([PRIVATE_PREFIX, seed]);
  const key = buildAuditKey(name, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
  if (key.id !== id) throw keyError('private key', `an id (${id}) of another key`);
  return key;
}
