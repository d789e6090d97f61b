/** A stream of pseudo-random numbers in [0, 1). Repeatable from its seed; not for secrets. */
export type Random = () => number;

/** 32-bit FNV-1a hash of a text (offset basis and prime from the FNV specification). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** A generator (mulberry32) whose whole sequence follows from `seed`. */
export function buildRandom(seed: string): Random {
  let state = hashText(seed);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** An integer from `low` to `high`, both included. */
export function pickInteger(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

/** One of `items`; throws a RangeError when there are none. */
export function pickOne<T>(random: Random, items: readonly T[]): T {
  if (items.length === 0) {
    throw new RangeError('cannot pick from an empty list');
  }
  return items[Math.floor(random() * items.length)] as T;
}

/** A log-normal value around `median`, cut at twenty times the median so that one draw cannot stall a run. */
export function pickLogNormal(random: Random, median: number, sigma: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  const normal = radius * Math.cos(2 * Math.PI * random());
  return Math.min(median * Math.exp(sigma * normal), median * 20);
}
