import type { ChartData, FormatValue } from './chart-data.ts';
import { ChartKey } from './chart-legend.tsx';
import { formatPoint } from './format-point.ts';

/** The point under the pointer, and where that is in px of the chart. */
export interface HoveredPoint {
  readonly index: number;
  readonly left: number;
  readonly width: number;
}

export interface ChartTipProps {
  readonly data: ChartData;
  readonly format: FormatValue;
  readonly point: HoveredPoint;
}

const DISTANCE_PX = 12;

/** The numbers of the point under the pointer, on the side where there is room. */
export function ChartTip({ data, format, point: { index, left, width } }: ChartTipProps) {
  const isRight = left < width / 2;
  // On a phone there may be room on neither side; it stays within the chart.
  const shift = isRight
    ? `min(${left + DISTANCE_PX}px, calc(${width}px - 100%))`
    : `max(0px, calc(${left - DISTANCE_PX}px - 100%))`;
  return (
    <div className="chart-tip" style={{ transform: `translate(${shift}, 0)` }} aria-hidden="true">
      <span className="chart-tip-time">{formatPoint(data.times[index]!, data.interval)}</span>
      {data.series.map(({ name, label, color, draw, values }) => {
        const value = values[index] ?? null;
        return value === null ? null : (
          <span key={name} className="chart-tip-row">
            <ChartKey color={color} draw={draw} />
            {label}
            <b className="numeric">{format(value)}</b>
          </span>
        );
      })}
      {data.anomalies?.includes(index) === true && <span className="chart-tip-note">Unusual</span>}
      {data.partial === index && <span className="chart-tip-time">Not over yet</span>}
      {data.cut?.includes(index) === true && (
        <span className="chart-tip-time">Only a part is in the range</span>
      )}
    </div>
  );
}
