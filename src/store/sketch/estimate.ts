/**
 * How many distinct values the registers of a HyperLogLog have seen: the improved raw estimator of Ertl, "New
 * cardinality estimation algorithms for HyperLogLog sketches" (2017), algorithm 6. It needs no tables of bias.
 * @param registerBits there are 2^registerBits registers.
 */
export function estimateDistinct(registers: Uint8Array, registerBits: number): number {
  const count = registers.length;
  const maxRank = 64 - registerBits;
  const histogram = new Float64Array(maxRank + 2);
  for (const rank of registers) histogram[rank]!++;
  let sum = count * tau(1 - histogram[maxRank + 1]! / count);
  for (let rank = maxRank; rank >= 1; rank--) sum = (sum + histogram[rank]!) / 2;
  sum += count * sigma(histogram[0]! / count);
  return (count * count) / (2 * Math.LN2 * sum);
}

/** The part of registers that are still 0. */
function sigma(share: number): number {
  if (share === 1) return Number.POSITIVE_INFINITY;
  let power = share;
  let weight = 1;
  let sum = share;
  for (let last = Number.NaN; sum !== last; ) {
    last = sum;
    power *= power;
    sum += power * weight;
    weight *= 2;
  }
  return sum;
}

/** The part of registers that are full. */
function tau(share: number): number {
  if (share === 0 || share === 1) return 0;
  let root = share;
  let weight = 1;
  let sum = 1 - share;
  for (let last = Number.NaN; sum !== last; ) {
    last = sum;
    root = Math.sqrt(root);
    weight /= 2;
    sum -= (1 - root) ** 2 * weight;
  }
  return sum / 3;
}
