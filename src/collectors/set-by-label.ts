import type { GaugeSeries } from '../metrics/index.ts';

/** Sets the series of a gauge by the value of its label; a series that has nothing any more goes to 0. */
export function setByLabel(
  seriesOf: (label: string) => GaugeSeries,
): (values: ReadonlyMap<string, number>) => void {
  const shown = new Set<GaugeSeries>();
  return values => {
    for (const series of shown) series.set(0);
    for (const [label, value] of values) {
      const series = seriesOf(label);
      shown.add(series);
      series.inc(value);
    }
  };
}
