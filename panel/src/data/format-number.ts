const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 });

/** Stands for a number that is not known. */
export const NO_NUMBER = '–';

/** A number of things, in full: `12,345`. */
export const formatCount = (value: number): string => whole.format(value);
/** A number with what it counts: `1 event`, `12,345 events`. @param noun one of them, whose plural ends with an s */
export const formatThings = (value: number, noun: string): string =>
  `${formatCount(value)} ${noun}${value === 1 ? '' : 's'}`;
/** With one digit at the most: `2.5`. */
export const formatAmount = (value: number): string => oneDigit.format(value);
/** Short, for axes and cells: `12.3K`. */
export const formatCompact = (value: number): string => compact.format(value);
/** Below this one digit would show nothing of what there is. */
const LEAST_PERCENT = 0.05;

/** With one digit at the most: `97.5%`, and `<0.1%` of what is not nothing. @param value in percent, such as 97.5 */
export const formatPercent = (value: number): string =>
  value > 0 && value < LEAST_PERCENT ? `<${percent.format(0.001)}` : percent.format(value / 100);

const SECOND_MS = 1000;
const TEN_SECONDS_MS = 10 * SECOND_MS;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** A duration as one number with its unit: `240 ms`, `1.85 s`, `3.2 min`, `1.5 h`. @param value in ms */
export function formatMilliseconds(value: number): string {
  if (Math.round(value) < SECOND_MS) return `${value < 10 ? oneDigit.format(value) : whole.format(value)} ms`;
  if (value < TEN_SECONDS_MS) return `${(Math.round(value / 10) / 100).toLocaleString()} s`;
  if (value < MINUTE_MS) return `${oneDigit.format(value / SECOND_MS)} s`;
  if (value < HOUR_MS) return `${oneDigit.format(value / MINUTE_MS)} min`;
  return `${oneDigit.format(value / HOUR_MS)} h`;
}

const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;
const BYTE_STEP = 1024;

/** An amount of data: `1.5 MiB`. @param value in bytes */
export function formatBytes(value: number): string {
  const exponent = value < 1 ? 0 : Math.floor(Math.log(value) / Math.log(BYTE_STEP));
  const index = Math.min(exponent, BYTE_UNITS.length - 1);
  return `${oneDigit.format(value / BYTE_STEP ** index)} ${BYTE_UNITS[index]}`;
}
