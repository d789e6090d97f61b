import { createHash } from 'node:crypto';
import { AiwatchError, describe } from '../errors.ts';
import { UUID_PATTERN } from '../ids.ts';

/** Bytes of a salt: as many as a row id has. */
export const SALT_BYTES = 16;

/** Bytes of SHA-256, which is what commitments, leaf hashes and roots are. */
export const HASH_BYTES = 32;

function commit(salt: Uint8Array, canonical: string | Uint8Array): Buffer {
  return createHash('sha256').update(salt).update(canonical).digest();
}

/**
 * What the log keeps of an event: SHA-256(the 16 bytes of its row id ‖ its canonical JSON in UTF-8). The id's 74 random
 * bits are the salt: when the row is gone, the commitment says nothing about it.
 * @param rowId a UUID in lower case. Throws AUDIT_INPUT_INVALID for any other text.
 */
export function commitEvent(rowId: string, canonical: string | Uint8Array): Buffer {
  return commit(Buffer.from(requireRowId(rowId).replaceAll('-', ''), 'hex'), canonical);
}

/** The id itself. Throws AUDIT_INPUT_INVALID where it is no UUID in lower case. */
export function requireRowId(rowId: string): string {
  if (UUID_PATTERN.test(rowId)) return rowId;
  throw new AiwatchError('AUDIT_INPUT_INVALID', {
    where: 'row id of an event',
    expected: 'a UUID in lower case',
    found: describe(rowId),
  });
}

/**
 * What the log keeps of an action's details: SHA-256(salt ‖ their canonical JSON in UTF-8).
 * @param salt 16 random bytes, kept and erased with the details. Throws AUDIT_INPUT_INVALID for any other length.
 */
export function commitAction(salt: Uint8Array, canonical: string | Uint8Array): Buffer {
  if (salt.length !== SALT_BYTES) {
    throw new AiwatchError('AUDIT_INPUT_INVALID', {
      where: 'salt of an action',
      expected: `${SALT_BYTES} random bytes`,
      found: `${salt.length} bytes`,
    });
  }
  return commit(salt, canonical);
}
