import uPlot from 'uplot';
import { type ChartColor, type ChartData, type ChartSeries, type FormatValue, isPart } from './chart-data.ts';
import { drawAnomalies } from './draw-anomalies.ts';
import { formatSplits } from './format-point.ts';
import { WHOLE_STEPS } from './scale-steps.ts';

export type PlotColor = ChartColor | '--chart-grid' | '--color-muted' | '--color-surface';
type PlotColors = Readonly<Record<PlotColor, string>>;

export const PLOT_COLORS: readonly PlotColor[] = [
  '--chart-1',
  '--chart-2',
  '--chart-3',
  '--chart-4',
  '--chart-5',
  '--chart-previous',
  '--chart-grid',
  '--color-muted',
  '--color-surface',
];

export interface PlotOptions {
  readonly data: ChartData;
  readonly colors: PlotColors;
  readonly width: number;
  readonly height: number;
  readonly font: string;
  /** Short, for the axis. */
  readonly formatAxis: FormatValue;
  /** The index of the point under the pointer; null when it left. */
  readonly onHover: (index: number | null, plot: uPlot) => void;
}

const AXIS_GAP_PX = 6;
/** Of the axis of time, which has one line. */
const TIME_AXIS_PX = 30;
const MAX_BAR_PX = 44;
const LINE_PX = 2;
const HOUR_MS = 60 * 60 * 1000;
/** Below this many px for each point, points are not drawn on lines. */
const POINT_ROOM_PX = 28;

/** An opaque colour `rgb(…)` with another opacity. */
const withOpacity = (color: string, opacity: number): string =>
  color.replace(/^rgb\((.*)\)$/, `rgb($1 / ${opacity})`).replaceAll(',', ' ');

/** As wide as its longest label. */
function axisWidth(values: readonly string[] | null, font: string): number {
  const canvas = document.createElement('canvas').getContext('2d');
  if (canvas === null || values === null) return 40;
  canvas.font = font;
  return Math.ceil(Math.max(24, ...values.map(text => canvas.measureText(text).width))) + 2 * AXIS_GAP_PX;
}

function buildBars(series: ChartSeries, { data, colors }: PlotOptions): Partial<uPlot.Series> {
  const color = colors[series.color];
  const unusual = new Set(data.anomalies);
  const fills = series.values.map((_, index) => {
    if (unusual.has(index)) return colors['--chart-3'];
    return isPart(data, index) ? withOpacity(color, 0.45) : color;
  });
  const facet = { unit: 3, values: () => fills } as const;
  return {
    fill: color,
    width: 0,
    paths: uPlot.paths.bars!({
      size: [0.72, MAX_BAR_PX],
      radius: [0.18, 0],
      disp: { fill: facet, stroke: facet },
    }),
    points: { show: false },
  };
}

function buildLine(series: ChartSeries, { data, colors, width }: PlotOptions): Partial<uPlot.Series> {
  const color = colors[series.color];
  // What is compared with is over.
  const parts = series.draw === 'dashed' ? [] : [...data.times.keys()].filter(index => isPart(data, index));
  const isRoomy = width / Math.max(1, data.times.length) > POINT_ROOM_PX;
  return {
    stroke: color,
    width: series.draw === 'dashed' ? 1.5 : LINE_PX,
    ...(series.draw === 'dashed' && { dash: [4, 4] }),
    ...(series.draw === 'area' && { fill: withOpacity(color, 0.12) }),
    points: {
      show: series.draw !== 'dashed',
      size: 6,
      fill: color,
      stroke: color,
      // A point between gaps makes no line of its own.
      ...(!isRoomy && { filter: (plot: uPlot, series: number) => isolatedPoints(plot, series, parts) }),
    },
    ...(parts.length > 0 && { gaps: gapsAround(parts) }),
  };
}

/** Leaves out the lines to and from points that are parts: they would seem to fall and to rise. */
function gapsAround(parts: readonly number[]): uPlot.Series.GapsRefiner {
  return (plot, _series, _from, _to, gaps) => {
    const times = plot.data[0]!;
    // Of a line that is steep its width is seen beside its end.
    const edge = LINE_PX * window.devicePixelRatio;
    const xOf = (index: number) => Math.round(plot.valToPos(times[index]!, 'x', true));
    const around = parts
      .flatMap(part => [part - 1, part])
      .filter((left, place, all) => left >= 0 && left + 1 < times.length && all.indexOf(left) === place)
      .map((left): [number, number] => [xOf(left) - edge, xOf(left + 1) + edge]);
    return [...gaps, ...around].sort(([a, endA], [b, endB]) => a - b || endA - endB);
  };
}

function isolatedPoints(plot: uPlot, seriesIndex: number, parts: readonly number[]): number[] {
  const values = plot.data[seriesIndex]!;
  const isGap = (at: number) => values[at] === null || values[at] === undefined;
  const isAlone = (at: number) => parts.includes(at) || (isGap(at - 1) && isGap(at + 1));
  return [...values.keys()].filter(at => !isGap(at) && isAlone(at));
}

/** Room at both ends for half a bar or point; of a single one uPlot itself would make years. */
function rangeOfTime({ times }: ChartData): uPlot.Range.Function {
  const [first = 0, last = first] = [times[0], times.at(-1)];
  const stepMs = times.length > 1 ? (last - first) / (times.length - 1) : HOUR_MS;
  const range: uPlot.Range.MinMax = [(first - stepMs * 0.6) / 1000, (last + stepMs * 0.6) / 1000];
  return () => range;
}

/** What uPlot needs to draw a chart. */
export function buildPlotOptions(options: PlotOptions): uPlot.Options {
  const { data, colors, font, formatAxis } = options;
  const hasBars = data.series.some(({ draw }) => draw === 'bars');
  const axis = {
    stroke: colors['--color-muted'],
    font,
    gap: AXIS_GAP_PX,
    ticks: { show: false },
    grid: { stroke: colors['--chart-grid'], width: 1 },
  };
  return {
    width: options.width,
    height: options.height,
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { show: !hasBars, size: 8 },
    },
    scales: {
      x: { time: true, ...((hasBars || data.times.length === 1) && { range: rangeOfTime(data) }) },
      y: {
        range: (_plot, _min, max) =>
          uPlot.rangeNum(0, Math.max(max ?? 0, data.atLeast ?? 1), {
            min: { pad: 0, soft: 0, mode: 1 },
            max: { pad: 0.08, soft: 0, mode: 2 },
          }),
      },
    },
    axes: [
      {
        ...axis,
        space: 64,
        size: TIME_AXIS_PX,
        grid: { show: false },
        values: (_plot, splits, _axis, _space, increment) => [...formatSplits(splits, increment)],
      },
      {
        ...axis,
        space: 36,
        incrs: [...(data.steps ?? WHOLE_STEPS)],
        border: { show: false },
        values: (_plot, splits) => splits.map(formatAxis),
        size: (_plot, values) => axisWidth(values, font),
      },
    ],
    series: [
      {},
      ...data.series.map(series => ({
        label: series.label,
        ...(series.draw === 'bars' ? buildBars(series, options) : buildLine(series, options)),
      })),
    ],
    hooks: {
      draw: [plot => drawAnomalies(plot, data, colors)],
      setCursor: [plot => options.onHover(plot.cursor.idx ?? null, plot)],
    },
  };
}
