import type { DataPanel } from './model.ts';
import { buildDataPanel, LATEST_VALUE, type PanelOptions, type Unplaced } from './panel.ts';

/** Some numbers side by side, e.g. one per language. */
export type BarGaugeOptions = PanelOptions;

/** Builds a panel of one bar per series, of this moment; it is for a sum or a share, not for a course over time. */
export function buildBarGauge(options: BarGaugeOptions): Unplaced<DataPanel> {
  return buildDataPanel(options, {
    type: 'bargauge',
    instant: true,
    format: 'time_series',
    color: { mode: 'thresholds' },
    custom: {},
    options: {
      reduceOptions: LATEST_VALUE,
      displayMode: 'gradient',
      valueMode: 'color',
      namePlacement: 'auto',
      showUnfilled: true,
      sizing: 'auto',
      minVizWidth: 8,
      minVizHeight: 16,
      maxVizHeight: 300,
      orientation: 'horizontal',
    },
    transformations: [],
  });
}
