import type { DataPanel } from './model.ts';
import { buildDataPanel, type PanelOptions, type QueryOptions, type Unplaced } from './panel.ts';

/** How often each bucket of a histogram was met, over time. */
export interface HeatmapOptions extends Omit<PanelOptions, 'queries' | 'unit'> {
  /** The buckets of one histogram, by `le` only. */
  readonly query: Omit<QueryOptions, 'legend'>;
  /** A unit id of Grafana: that of the buckets' bounds. */
  readonly boundUnit: string;
  /** A unit id of Grafana: that of the numbers within a bucket. */
  readonly countUnit: string;
}

/** Builds a heatmap: time to the right, the bounds of the buckets upwards, brighter where there was more. */
export function buildHeatmap({
  query,
  boundUnit,
  countUnit,
  ...options
}: HeatmapOptions): Unplaced<DataPanel> {
  return buildDataPanel(
    { ...options, unit: boundUnit, queries: [{ ...query, legend: '{{le}}' }] },
    {
      type: 'heatmap',
      instant: false,
      format: 'heatmap',
      color: { mode: 'thresholds' },
      custom: { scaleDistribution: { type: 'linear' } },
      options: {
        calculate: false,
        cellGap: 1,
        cellValues: { unit: countUnit },
        color: {
          mode: 'scheme',
          scheme: 'Oranges',
          scale: 'exponential',
          exponent: 0.5,
          fill: 'dark-orange',
          reverse: false,
          steps: 64,
        },
        exemplars: { color: 'rgba(255,0,255,0.7)' },
        // Buckets that nothing fell into are not drawn.
        filterValues: { le: 1e-9 },
        legend: { show: true },
        rowsFrame: { layout: 'auto' },
        showValue: 'never',
        tooltip: { mode: 'single', yHistogram: false, showColorScale: false },
        yAxis: { axisPlacement: 'left', reverse: false, unit: boundUnit },
      },
      transformations: [],
    },
  );
}
