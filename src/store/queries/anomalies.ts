/** How far from the mean a value is unusual. */
const STANDARD_DEVIATIONS = 2;
/** Fewer points say nothing of what is usual. */
const MIN_POINTS = 8;

/** Values that are further from the mean of all than two standard deviations (of the population). */
export function findAnomalies(values: readonly number[]): readonly boolean[] {
  if (values.length < MIN_POINTS) return values.map(() => false);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const bound = STANDARD_DEVIATIONS * Math.sqrt(variance);
  return values.map(value => Math.abs(value - mean) > bound);
}
