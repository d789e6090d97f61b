import type { DataPanel } from './model.ts';
import { buildDataPanel, LATEST_VALUE, type PanelOptions, type Unplaced } from './panel.ts';

/** One number. */
export interface StatOptions extends PanelOptions {
  /** Whether the number's past is drawn behind it. Default: yes. */
  readonly sparkline?: boolean;
  /** Whether it is asked for this moment only, as for a sum over days; there is no past to draw then. Default: no. */
  readonly instant?: boolean;
}

/** Builds a panel of one number, the latest; its colour follows the thresholds. */
export function buildStat({
  instant = false,
  sparkline = !instant,
  ...options
}: StatOptions): Unplaced<DataPanel> {
  return buildDataPanel(options, {
    type: 'stat',
    instant,
    format: 'time_series',
    color: { mode: 'thresholds' },
    custom: {},
    options: {
      reduceOptions: LATEST_VALUE,
      colorMode: 'value',
      graphMode: sparkline ? 'area' : 'none',
      textMode: 'auto',
      justifyMode: 'auto',
      orientation: 'auto',
      wideLayout: true,
    },
    transformations: [],
  });
}
