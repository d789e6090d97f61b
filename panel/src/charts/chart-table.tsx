import { NO_NUMBER } from '../data/format-number.ts';
import type { ChartData, FormatValue } from './chart-data.ts';
import { formatPoint } from './format-point.ts';

export interface ChartTableProps {
  readonly caption: string;
  readonly data: ChartData;
  readonly format: FormatValue;
  /** Px: as high as the chart, in whose place it is. */
  readonly height: number;
}

/** The numbers of a chart, the newest first. */
export function ChartTable({ caption, data, format, height }: ChartTableProps) {
  const { times, series, interval, anomalies } = data;
  const unusual = new Set(anomalies);
  const indexes = [...times.keys()].reverse();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section className="chart-table-scroll" style={{ height }} aria-label={caption} tabIndex={0}>
      <table className="chart-table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {series.map(({ name, label }) => (
              <th key={name} scope="col">
                {label}
              </th>
            ))}
            {anomalies !== undefined && <th scope="col">Unusual</th>}
          </tr>
        </thead>
        <tbody className="numeric">
          {indexes.map(index => (
            <tr key={times[index]}>
              <th scope="row">{formatPoint(times[index]!, interval)}</th>
              {series.map(({ name, values }) => {
                const value = values[index] ?? null;
                return <td key={name}>{value === null ? NO_NUMBER : format(value)}</td>;
              })}
              {anomalies !== undefined && <td>{unusual.has(index) ? 'yes' : ''}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
