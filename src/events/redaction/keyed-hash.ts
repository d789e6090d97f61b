import { createHmac } from 'node:crypto';

/** Digits of a hash as they are kept: 64 bits, so that two people out of millions do not become one. */
const HASH_DIGITS = 16;

/** Replaces a text by hexadecimal digits that are the same each time, and that only who has the key can make. */
export type KeyedHash = (purpose: string, text: string) => string;

/** @param key secret of the installation; HMAC-SHA-256 (RFC 2104) takes any length, 32 random bytes are right */
export function createKeyedHash(key: Uint8Array | string): KeyedHash {
  return (purpose, text) =>
    createHmac('sha256', key).update(`${purpose}\0${text}`).digest('hex').slice(0, HASH_DIGITS);
}
