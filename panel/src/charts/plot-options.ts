import uPlot from 'uplot';
import type { ChartColor, ChartData, ChartSeries, FormatValue } from './chart-data.ts';
import { drawAnomalies } from './draw-anomalies.ts';
import { formatSplits } from './format-point.ts';

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
    return index === data.partial ? withOpacity(color, 0.45) : color;
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
  const partial = series.draw === 'dashed' ? undefined : data.partial;
  const isRoomy = width / Math.max(1, data.times.length) > POINT_ROOM_PX;
  return {
    stroke: color,
    width: series.draw === 'dashed' ? 1.5 : 2,
    ...(series.draw === 'dashed' && { dash: [4, 4] }),
    ...(series.draw === 'area' && { fill: withOpacity(color, 0.12) }),
    points: {
      show: series.draw !== 'dashed',
      size: 6,
      fill: color,
      stroke: color,
      // A point between gaps makes no line of its own.
      ...(!isRoomy && { filter: (plot: uPlot, series: number) => isolatedPoints(plot, series, partial) }),
    },
    ...(partial !== undefined && { gaps: gapBefore(partial) }),
  };
}

/** Leaves out the line to a point that is not over yet: it would seem to fall. */
function gapBefore(partial: number): uPlot.Series.GapsRefiner {
  return (plot, _series, _from, _to, gaps) => {
    const xOf = (index: number) => Math.round(plot.valToPos(plot.data[0]![index]!, 'x', true));
    return partial === 0 ? gaps : [...gaps, [xOf(partial - 1), xOf(partial)]];
  };
}

function isolatedPoints(plot: uPlot, seriesIndex: number, partial: number | undefined): number[] {
  const values = plot.data[seriesIndex]!;
  const isGap = (at: number) => values[at] === null || values[at] === undefined;
  const isAlone = (at: number) => at === partial || (isGap(at - 1) && isGap(at + 1));
  return [...values.keys()].filter(at => !isGap(at) && isAlone(at));
}

/** Room at both ends for half a bar or point. */
function rangeOfTime({ times }: ChartData): uPlot.Range.Function {
  return (_plot, min, max) => {
    const step = times.length > 1 ? (times.at(-1)! - times[0]!) / (times.length - 1) / 1000 : 3600;
    return [min - step * 0.6, max + step * 0.6];
  };
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
      x: { time: true, ...(hasBars && { range: rangeOfTime(data) }) },
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
