import { createHash, randomFillSync } from 'node:crypto';

/** Random bytes of one id; the other six bytes are the time. */
const RANDOM_BYTES = 10;
/** Asking the system for random bytes costs more than an id, so that they are fetched for many at once. */
const POOL_BYTES = 512 * RANDOM_BYTES;

const pool = Buffer.allocUnsafe(POOL_BYTES);
const bytes = Buffer.allocUnsafe(16);
let used = POOL_BYTES;

/**
 * Makes a UUID of version 7 (RFC 9562 §5.7): the time in milliseconds, then 74 random bits. None of them is a counter:
 * the random bits also salt the audit trail's commitments.
 * @param timestampMs Unix time in milliseconds, 0 to 2^48 - 1.
 */
export function createUuidV7(timestampMs: number): string {
  if (used === POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  pool.copy(bytes, 6, used, used + RANDOM_BYTES);
  used += RANDOM_BYTES;
  return finishUuidV7(timestampMs);
}

/**
 * Makes a UUID of version 7 that is the same for the same time and seed: in the place of the random bits are bits of the
 * SHA-256 of the seed. Who knows the seed knows the id: it is no salt.
 * @param timestampMs Unix time in milliseconds, 0 to 2^48 - 1.
 */
export function createUuidV7From(timestampMs: number, seed: string): string {
  createHash('sha256').update(seed).digest().copy(bytes, 6, 0, RANDOM_BYTES);
  return finishUuidV7(timestampMs);
}

/** Puts time, version and variant around the other bits, which are in `bytes` already. */
function finishUuidV7(timestampMs: number): string {
  bytes.writeUIntBE(timestampMs, 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Lower-case text form of a UUID of any version. */
export const UUID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
