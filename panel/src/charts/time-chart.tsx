import './chart.css';
import { type Ref, useImperativeHandle, useRef, useState } from 'react';
import type { ChartData, FormatValue } from './chart-data.ts';
import { ChartLegend } from './chart-legend.tsx';
import { ChartTip, type HoveredPoint } from './chart-tip.tsx';
import { summarize } from './summarize.ts';
import { usePlot } from './use-plot.ts';

/** What the picture of a chart is taken from. */
export interface ChartHandle {
  readonly canvas: HTMLCanvasElement | undefined;
}

export interface TimeChartProps {
  readonly title: string;
  /** Another object draws the chart anew. */
  readonly data: ChartData;
  readonly format: FormatValue;
  /** @default as `format` */
  readonly formatAxis?: FormatValue;
  /** Px. */
  readonly height: number;
  readonly ref?: Ref<ChartHandle>;
}

/** Numbers over time, drawn; said in words to screen readers. */
export function TimeChart(props: TimeChartProps) {
  const { title, data, format, formatAxis = format, height, ref } = props;
  const holder = useRef<HTMLDivElement>(null);
  const [point, setPoint] = useState<HoveredPoint | null>(null);
  const plot = usePlot(holder, { data, height, formatAxis, onHover: setPoint });
  useImperativeHandle(ref, () => ({
    get canvas() {
      return plot.current?.ctx.canvas;
    },
  }));
  const isKnown = point !== null && point.index < data.times.length;
  return (
    <>
      <ChartLegend {...data} />
      <div className="chart-plot" style={{ height }}>
        <div ref={holder} role="img" aria-label={`${title}. ${summarize(data, format)}`} />
        {isKnown && <ChartTip data={data} format={format} point={point} />}
      </div>
    </>
  );
}
