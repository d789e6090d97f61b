const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 });

/** Stands for a number that is not known. */
export const NO_NUMBER = '–';

/** A number of things, in full: `12,345`. */
export const formatCount = (value: number): string => whole.format(value);
/** With one digit at the most: `2.5`. */
export const formatAmount = (value: number): string => oneDigit.format(value);
/** Short, for axes and cells: `12.3K`. */
export const formatCompact = (value: number): string => compact.format(value);
/** @param value in percent, such as 97.5 */
export const formatPercent = (value: number): string => percent.format(value / 100);

const SECOND_MS = 1000;
const TEN_SECONDS_MS = 10 * SECOND_MS;
const MINUTE_MS = 60 * SECOND_MS;

/** A duration as one number with its unit: `240 ms`, `1.85 s`, `3.2 min`. @param value in ms */
export function formatMilliseconds(value: number): string {
  if (value < SECOND_MS) return `${value < 10 ? oneDigit.format(value) : whole.format(value)} ms`;
  if (value < TEN_SECONDS_MS) return `${(Math.round(value / 10) / 100).toLocaleString()} s`;
  if (value < MINUTE_MS) return `${oneDigit.format(value / SECOND_MS)} s`;
  return `${oneDigit.format(value / MINUTE_MS)} min`;
}

const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;
const BYTE_STEP = 1024;

/** An amount of data: `1.5 MiB`. @param value in bytes */
export function formatBytes(value: number): string {
  const exponent = value < 1 ? 0 : Math.floor(Math.log(value) / Math.log(BYTE_STEP));
  const index = Math.min(exponent, BYTE_UNITS.length - 1);
  return `${oneDigit.format(value / BYTE_STEP ** index)} ${BYTE_UNITS[index]}`;
}
