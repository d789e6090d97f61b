import { type ChartData, type FormatValue, isPart } from './chart-data.ts';
import { formatPoint } from './format-point.ts';

/** What a chart shows, in words: for those who do not see it. */
export function summarize(data: ChartData, format: FormatValue): string {
  const { times, series, interval, anomalies = [] } = data;
  if (times.length === 0) return 'No data.';
  const name = (index: number) => formatPoint(times[index]!, interval);
  const parts = [`${times.length} points, from ${name(0)} to ${name(times.length - 1)}.`];
  for (const { label, values, draw } of series) {
    // What is a part only is no lowest value; what is compared with is over.
    const whole = values.map((value, index) => (isPart(data, index) && draw !== 'dashed' ? null : value));
    parts.push(describeSeries(label, whole, format, name));
  }
  if (anomalies.length > 0) parts.push(`Unusual: ${anomalies.map(name).join('; ')}.`);
  return parts.join(' ');
}

function describeSeries(
  label: string,
  values: readonly (number | null)[],
  format: FormatValue,
  name: (index: number) => string,
): string {
  const known = [...values.entries()].filter((entry): entry is [number, number] => entry[1] !== null);
  if (known.length === 0) return `${label}: no data.`;
  const [highest, max] = known.reduce((best, entry) => (entry[1] > best[1] ? entry : best));
  const [lowest, min] = known.reduce((best, entry) => (entry[1] < best[1] ? entry : best));
  if (max === min) return `${label}: always ${format(max)}.`;
  return `${label}: highest ${format(max)} (${name(highest)}), lowest ${format(min)} (${name(lowest)}).`;
}
