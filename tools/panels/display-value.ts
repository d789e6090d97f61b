import type { FieldConfig, ValueMapping } from './dashboard.ts';
import { formatNumber, formatParts, type NumberFormat, type NumberParts } from './number-format.ts';
import { valueColor } from './value-colors.ts';

/** A value as a panel shows it. `parts` are set in different sizes; `text` is all of them. */
export interface DisplayValue {
  readonly text: string;
  readonly parts: NumberParts;
  readonly color: string;
  /** Whether a value mapping replaced the number. */
  readonly mapped: boolean;
}

interface MappingResult {
  readonly text?: string;
  readonly color?: string;
}

interface RangeOptions {
  readonly from?: number | null;
  readonly to?: number | null;
  readonly result?: MappingResult;
}

interface MatchOptions {
  readonly match?: string;
  readonly pattern?: string;
  readonly result?: MappingResult;
}

const SPECIAL: Readonly<Record<string, (value: number | string | null) => boolean>> = {
  null: value => value === null,
  nan: value => Number.isNaN(value),
  'null+nan': value => value === null || Number.isNaN(value),
  empty: value => value === '',
};

function matchMapping(
  { type, options }: ValueMapping,
  value: number | string | null,
): MappingResult | undefined {
  if (type === 'value') {
    const key = String(value);
    return Object.hasOwn(options, key) ? (options[key] as MappingResult) : undefined;
  }
  if (type === 'range') {
    const { from, to, result } = options as RangeOptions;
    const inside =
      typeof value === 'number' && value >= (from ?? Number.NEGATIVE_INFINITY) && value <= (to ?? Infinity);
    return inside ? result : undefined;
  }
  const { match = '', pattern = '', result } = options as MatchOptions;
  if (type === 'special') return SPECIAL[match]?.(value) ? result : undefined;
  return type === 'regex' && new RegExp(pattern).test(String(value)) ? result : undefined;
}

function findMapping(config: FieldConfig, value: number | string | null): MappingResult | undefined {
  for (const mapping of config.mappings ?? []) {
    const result = matchMapping(mapping, value);
    if (result) return result;
  }
  return undefined;
}

function wholeText(text: string, color: string, mapped: boolean): DisplayValue {
  return { text, parts: { prefix: '', text, suffix: '' }, color, mapped };
}

/** Writes a number by its mappings, else with its unit; without a number: `noValue`, or a dash. */
export function displayNumber(
  config: FieldConfig,
  format: NumberFormat,
  value: number | null,
  index = 0,
): DisplayValue {
  const mapping = findMapping(config, value);
  const color = mapping?.color ?? valueColor(config, value, index);
  if (mapping?.text !== undefined && mapping.text !== '') return wholeText(mapping.text, color, true);
  if (value === null) return wholeText(config.noValue ?? '-', mapping?.color ?? 'text', false);
  return { text: formatNumber(format, value), parts: formatParts(format, value), color, mapped: false };
}

/** Writes a text (a label's value in a table) by its mappings, else as it is. */
export function displayText(config: FieldConfig, value: string): DisplayValue {
  const mapping = findMapping(config, value);
  return wholeText(mapping?.text || value, mapping?.color ?? 'text', mapping !== undefined);
}
