/** The units of the picture in which a sparkline is drawn. */
export const SPARKLINE_WIDTH = 100;
export const SPARKLINE_HEIGHT = 32;

export interface SparklinePath {
  readonly line: string;
  /** The line closed down to the ground; empty where there are gaps. */
  readonly area: string;
}

const round = (value: number) => Math.round(value * 100) / 100;

/** The outline of a sparkline from 0 up to its highest value; null is a gap. */
export function buildSparkline(values: readonly (number | null)[]): SparklinePath {
  const highest = Math.max(0, ...values.map(value => value ?? 0));
  const xOf = (index: number) => round((index / Math.max(1, values.length - 1)) * SPARKLINE_WIDTH);
  const yOf = (value: number) => round(SPARKLINE_HEIGHT * (1 - (highest === 0 ? 0 : value / highest)));
  const isGap = (index: number) => (values[index] ?? null) === null;
  let line = '';
  for (const [index, value] of values.entries()) {
    if (value === null) continue;
    const place = `${xOf(index)} ${yOf(value)}`;
    line += `${isGap(index - 1) ? 'M' : 'L'}${place}`;
    // A line to itself is a dot: without it a value between gaps is not seen.
    if (isGap(index - 1) && isGap(index + 1)) line += `L${place}`;
  }
  const isWhole = values.length > 1 && !values.includes(null);
  return {
    line,
    area: isWhole ? `${line}L${SPARKLINE_WIDTH} ${SPARKLINE_HEIGHT}L0 ${SPARKLINE_HEIGHT}Z` : '',
  };
}
