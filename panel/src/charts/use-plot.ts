import 'uplot/dist/uPlot.min.css';
import { type RefObject, useEffect, useRef } from 'react';
import uPlot from 'uplot';
import type { ChartData, FormatValue } from './chart-data.ts';
import type { HoveredPoint } from './chart-tip.tsx';
import { buildPlotOptions, PLOT_COLORS } from './plot-options.ts';
import { readColors, useThemeVersion } from './use-theme-version.ts';

export interface PlotUse {
  readonly data: ChartData;
  /** Px. */
  readonly height: number;
  readonly formatAxis: FormatValue;
  readonly onHover: (point: HoveredPoint | null) => void;
}

const alignData = ({ times, series }: ChartData): uPlot.AlignedData => [
  times.map(time => time / 1000),
  ...series.map(({ values }) => [...values]),
];

function createPlot(holder: HTMLElement, { data, height, formatAxis, onHover }: PlotUse): uPlot {
  const style = getComputedStyle(holder);
  const options = buildPlotOptions({
    data,
    height,
    formatAxis,
    width: holder.clientWidth,
    colors: readColors(holder, PLOT_COLORS),
    font: `12px ${style.fontFamily}`,
    onHover(index, plot) {
      if (index === null || (plot.cursor.left ?? -1) < 0) return onHover(null);
      const left = plot.valToPos(plot.data[0]![index]!, 'x') + plot.bbox.left / window.devicePixelRatio;
      onHover({ index, left, width: plot.width });
    },
  });
  return new uPlot(options, alignData(data), holder);
}

/** Keeps a chart in an element: drawn anew for other data, another theme and another width. */
export function usePlot(holder: RefObject<HTMLDivElement | null>, use: PlotUse): RefObject<uPlot | null> {
  const plot = useRef<uPlot | null>(null);
  const theme = useThemeVersion();
  const latest = useRef(use);
  latest.current = use;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme gives other colours
  useEffect(() => {
    const element = holder.current;
    if (element === null) return;
    plot.current = createPlot(element, latest.current);
    const observer = new ResizeObserver(() => {
      const { clientWidth } = element;
      if (clientWidth > 0 && clientWidth !== plot.current?.width) {
        plot.current?.setSize({ width: clientWidth, height: latest.current.height });
      }
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [holder, use.data, use.height, theme]);

  return plot;
}
