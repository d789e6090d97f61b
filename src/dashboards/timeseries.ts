import type { DataPanel } from './model.ts';
import { buildDataPanel, type PanelOptions, type Unplaced } from './panel.ts';

/** A graph over time. */
export interface TimeseriesOptions extends PanelOptions {
  /** Whether the series are put on top of each other, so that their sum shows. */
  readonly stacked?: boolean;
  /** Where the legend is; on the right, all of it is seen where the panel is wide. @default 'bottom' */
  readonly legend?: 'bottom' | 'right';
}

/** Builds a graph over time; the legend is a table with the last value and the maximum, largest first. */
export function buildTimeseries({
  stacked = false,
  legend: placement = 'bottom',
  ...options
}: TimeseriesOptions): Unplaced<DataPanel> {
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
      legend: {
        showLegend: true,
        displayMode: 'table',
        placement,
        calcs: ['lastNotNull', 'max'],
        sortBy: 'Max',
        sortDesc: true,
      },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
    transformations: [],
  });
}
