import type { FieldConfig, Threshold } from './dashboard.ts';

/**
 * Grafana's classic palette, by name where the name depends on the theme: the colours of series in their order.
 * From grafana-data's visualisation colours.
 */
const CLASSIC_PALETTE: readonly string[] = [
  'green',
  'semi-dark-yellow',
  'light-blue',
  'semi-dark-orange',
  'red',
  'blue',
  'purple',
  '#705DA0',
  'dark-green',
  'yellow',
  '#447EBC',
  '#C15C17',
  '#890F02',
  '#0A437C',
  '#6D1F62',
  '#584477',
  '#B7DBAB',
  '#F4D598',
  '#70DBED',
  '#F9BA8F',
];

/** Ends of a scale. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** Colour scales by the last part of their mode's name (`continuous-GrYlRd`); the ends and what lies between. */
const SCALES: Readonly<Record<string, readonly string[]>> = {
  GrYlRd: ['#73BF69', '#FADE2A', '#F2495C'],
  RdYlGr: ['#F2495C', '#FADE2A', '#73BF69'],
  BlYlRd: ['#5794F2', '#FADE2A', '#F2495C'],
  YlRd: ['#FADE2A', '#F2495C'],
  BlPu: ['#5794F2', '#B877D9'],
  YlBl: ['#FADE2A', '#5794F2'],
  blues: ['#1F2B4D', '#5794F2'],
  reds: ['#4D1F26', '#F2495C'],
  greens: ['#1F3D26', '#73BF69'],
  purples: ['#3A1F4D', '#B877D9'],
};

/** Colour when a dashboard sets no thresholds. */
const DEFAULT_STEPS: readonly Threshold[] = [{ color: 'green', value: null }];

/** The n-th colour of the classic palette. */
function paletteColor(index: number): string {
  return CLASSIC_PALETTE[index % CLASSIC_PALETTE.length] ?? 'green';
}

/** Thresholds as absolute values, ascending; percentages are taken of `min` to `max` (0 to 100 without them). */
export function absoluteThresholds(
  config: FieldConfig,
  bounds: Bounds,
): readonly { readonly from: number; readonly color: string }[] {
  const { mode, steps = DEFAULT_STEPS } = config.thresholds ?? {};
  const absolute = steps.map(({ color, value }) => {
    if (value === null || value === undefined) return { color, from: Number.NEGATIVE_INFINITY };
    const from = mode === 'percentage' ? bounds.min + ((bounds.max - bounds.min) * value) / 100 : value;
    return { color, from };
  });
  return absolute.toSorted((a, b) => a.from - b.from);
}

/** The range that gauges, scales and percentage thresholds refer to: as set, else 0 to 100 as Grafana assumes. */
export function configBounds(config: FieldConfig): Bounds {
  const isRatio = config.unit === 'percentunit';
  return { min: config.min ?? 0, max: config.max ?? (isRatio ? 1 : 100) };
}

function mixHex(from: string, to: string, share: number): string {
  const channel = (hex: string, index: number) =>
    Number.parseInt(hex.slice(1 + 2 * index, 3 + 2 * index), 16);
  const mixed = [0, 1, 2].map(index => {
    const start = channel(from, index);
    return Math.round(start + (channel(to, index) - start) * share);
  });
  return `rgb(${mixed.join(', ')})`;
}

/** Colour at a share (0 to 1) of one of the continuous scales; nothing for a scale that is not known. */
function scaleColor(mode: string, share: number): string | undefined {
  const name = mode.replace(/^continuous-/, '');
  const stops = Object.hasOwn(SCALES, name) ? SCALES[name] : undefined;
  if (!stops) return undefined;
  const position = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const index = Math.min(Math.floor(position), stops.length - 2);
  return mixHex(stops[index] ?? '#000000', stops[index + 1] ?? '#000000', position - index);
}

/** Colour of a single value: by thresholds (the default), fixed, from the palette, or on a scale. */
export function valueColor(config: FieldConfig, value: number | null, index: number): string {
  const mode = config.color?.mode ?? 'thresholds';
  const bounds = configBounds(config);
  if (mode === 'fixed') return config.color?.fixedColor ?? 'green';
  if (mode.startsWith('palette-')) return paletteColor(index);
  if (mode.startsWith('continuous-')) {
    const share = ((value ?? bounds.min) - bounds.min) / (bounds.max - bounds.min);
    return scaleColor(mode, share) ?? 'green';
  }
  const steps = absoluteThresholds(config, bounds);
  const active = steps.findLast(({ from }) => (value ?? Number.NEGATIVE_INFINITY) >= from);
  return active?.color ?? 'green';
}

/** Colour of a line: from the palette unless it is fixed or follows the last value. */
export function seriesColor(config: FieldConfig, lastValue: number | null, index: number): string {
  const mode = config.color?.mode ?? 'palette-classic';
  return mode.startsWith('palette-') ? paletteColor(index) : valueColor(config, lastValue, index);
}
