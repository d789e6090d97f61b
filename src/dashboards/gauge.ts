import type { DataPanel } from './model.ts';
import { buildDataPanel, LATEST_VALUE, type PanelOptions, type Unplaced } from './panel.ts';

/** A number between two bounds. */
export interface GaugeOptions extends PanelOptions {
  readonly min: number;
  readonly max: number;
}

/** Builds a panel that shows how far a number is between its bounds. */
export function buildGauge(options: GaugeOptions): Unplaced<DataPanel> {
  return buildDataPanel(options, {
    type: 'gauge',
    instant: false,
    format: 'time_series',
    color: { mode: 'thresholds' },
    custom: {},
    options: {
      reduceOptions: LATEST_VALUE,
      showThresholdLabels: false,
      showThresholdMarkers: true,
      orientation: 'auto',
      sizing: 'auto',
    },
    transformations: [],
  });
}
