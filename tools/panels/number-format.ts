/** One step of a unit: values from `from` (absolute) on are divided by `divisor` and get this suffix. */
export interface FormatStep {
  readonly from: number;
  readonly divisor: number;
  readonly suffix: string;
}

/**
 * How numbers of one unit are written: data, so that the page's script (`page/format.js`) applies the same rules to
 * axes and tooltips. Steps ascend; `decimals` is fixed when the dashboard says so.
 */
export interface NumberFormat {
  readonly prefix: string;
  readonly steps: readonly FormatStep[];
  readonly decimals?: number;
  /** Powers of two between grid lines. */
  readonly binary?: true;
}

/** A number in the parts that a big display sets in different sizes. */
export interface NumberParts {
  readonly prefix: string;
  readonly text: string;
  readonly suffix: string;
}

/** Grafana's automatic precision: three significant digits, none for whole numbers. */
function automaticDecimals(value: number): number {
  if (value === 0 || value % 1 === 0) return 0;
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  return Math.min(20, Math.max(0, 2 - exponent));
}

function findStep({ steps }: NumberFormat, value: number): FormatStep {
  const size = Math.abs(value);
  const fallback = steps[0] ?? { from: 0, divisor: 1, suffix: '' };
  if (size === 0) return steps.find(step => step.divisor === 1) ?? fallback;
  return steps.findLast(step => size >= step.from) ?? fallback;
}

/** Splits a number into prefix, digits and suffix, e.g. `$`, `1.50`, `K`. */
export function formatParts(format: NumberFormat, value: number): NumberParts {
  if (Number.isNaN(value)) return { prefix: '', text: 'NaN', suffix: '' };
  if (!Number.isFinite(value)) return { prefix: '', text: value > 0 ? '∞' : '-∞', suffix: '' };
  const step = findStep(format, value);
  const scaled = value / step.divisor;
  const text = scaled.toFixed(format.decimals ?? automaticDecimals(Number(scaled.toPrecision(12))));
  return { prefix: format.prefix, text, suffix: step.suffix };
}

/** Writes a number with its unit, e.g. `1.50 s`. */
export function formatNumber(format: NumberFormat, value: number): string {
  const { prefix, text, suffix } = formatParts(format, value);
  return prefix + text + suffix;
}
