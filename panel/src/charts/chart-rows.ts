import { type Cell, writeCsv } from '../data/write-csv.ts';
import type { ChartData } from './chart-data.ts';

/** A row of a file, by the names of its columns. */
export type ChartRow = Readonly<Record<string, Cell>>;

/** The numbers of a chart by point: times in ISO 8601, and a column for each series. */
export function chartRows({ times, series, anomalies }: ChartData): readonly ChartRow[] {
  const unusual = new Set(anomalies);
  return times.map((time, index) => ({
    time: new Date(time).toISOString(),
    ...Object.fromEntries(series.map(({ name, values }) => [name, values[index] ?? null])),
    ...(anomalies !== undefined && { unusual: unusual.has(index) }),
  }));
}

/** Rows with the same fields as CSV with a header. */
export function rowsToCsv(rows: readonly ChartRow[]): string {
  return writeCsv([Object.keys(rows[0] ?? {}), ...rows.map(row => Object.values(row))]);
}
