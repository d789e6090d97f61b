import type { DataPanel } from './model.ts';
import { buildDataPanel, type PanelOptions, type Unplaced } from './panel.ts';

/** A graph over time. */
export interface TimeseriesOptions extends PanelOptions {
  /** Whether the series are put on top of each other, so that their sum shows. */
  readonly stacked?: boolean;
}

/** Builds a graph over time; the legend is a table with the last value and the maximum. */
export function buildTimeseries({ stacked = false, ...options }: TimeseriesOptions): Unplaced<DataPanel> {
  return buildDataPanel(options, {
    type: 'timeseries',
    instant: false,
    format: 'time_series',
    color: { mode: 'palette-classic' },
    custom: {
      drawStyle: 'line',
      lineInterpolation: 'linear',
      lineWidth: 1,
      fillOpacity: stacked ? 30 : 10,
      gradientMode: 'none',
      showPoints: 'never',
      spanNulls: false,
      stacking: { mode: stacked ? 'normal' : 'none', group: 'A' },
      thresholdsStyle: { mode: options.thresholds === undefined ? 'off' : 'line' },
      axisPlacement: 'auto',
    },
    options: {
      legend: { showLegend: true, displayMode: 'table', placement: 'bottom', calcs: ['lastNotNull', 'max'] },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
    transformations: [],
  });
}
