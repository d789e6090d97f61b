import type { ChartData, ChartSeries } from './chart-data.ts';

/** What the mark of an anomaly means. */
export const UNUSUAL = 'Unusual: beyond two standard deviations';

/** How a series is drawn, as a sample of it. */
export function ChartKey({ color, draw }: Pick<ChartSeries, 'color' | 'draw'>) {
  return (
    <span
      className={`chart-key chart-key-${draw}`}
      style={{ ['--key-color' as string]: `var(${color})` }}
      aria-hidden="true"
    />
  );
}

/** Which line is which; nothing where there is only one and all of it is usual. */
export function ChartLegend({ series, anomalies = [] }: ChartData) {
  if (series.length < 2 && anomalies.length === 0) return null;
  return (
    <ul className="chart-legend">
      {series.map(({ name, label, color, draw }) => (
        <li key={name}>
          <ChartKey color={color} draw={draw} />
          {label}
        </li>
      ))}
      {anomalies.length > 0 && (
        <li>
          <span className="chart-key chart-key-unusual" aria-hidden="true" />
          {UNUSUAL}
        </li>
      )}
    </ul>
  );
}
