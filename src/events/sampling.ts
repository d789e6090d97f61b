/** How much of what happens is kept. */
export interface SamplingConfig {
  /** Share by type of event, 0 to 1; `error` is 1 unless it is named here. */
  readonly rates: Readonly<Record<string, number>>;
  /** Share of all other types, 0 to 1. */
  readonly defaultRate: number;
}

const HASHES = 2 ** 32;

/**
 * Whether an event is kept. The same text gives the same answer, and what is kept at a low rate is kept at every
 * higher one, so that a session is whole or not there.
 * @param unit the session, or else the event's own id
 */
export function isSampled({ rates, defaultRate }: SamplingConfig, type: string, unit: string): boolean {
  const rate = Object.hasOwn(rates, type) ? rates[type]! : type === 'error' ? 1 : defaultRate;
  return rate >= 1 || hashOf(unit) / HASHES < rate;
}

/** FNV-1a with the last steps of MurmurHash3, which spread it over all 32 bits; both are in the public domain. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
