export { type BarGaugeOptions, buildBarGauge } from './bar-gauge.ts';
export { buildDashboard, type DashboardOptions } from './dashboard.ts';
export { buildGauge, type GaugeOptions } from './gauge.ts';
export { buildHeatmap, type HeatmapOptions } from './heatmap.ts';
export { buildRow, buildText, placePanels, type UnplacedPanel } from './layout.ts';
export type {
  Annotation,
  Dashboard,
  DashboardLink,
  DataPanel,
  DatasourceRef,
  DatasourceVariable,
  FieldConfig,
  FieldOverride,
  GridPos,
  Panel,
  QueryVariable,
  RowPanel,
  Target,
  TextPanel,
  ThresholdStep,
  Transformation,
  ValueMapping,
  Variable,
  VariableChoice,
} from './model.ts';
export {
  DATASOURCE,
  type LinkOptions,
  type PanelOptions,
  type QueryOptions,
  type Unplaced,
} from './panel.ts';
export { buildStat, type StatOptions } from './stat.ts';
export { buildTable, type ColumnOptions, type TableOptions } from './table.ts';
export { buildTimeseries, type TimeseriesOptions } from './timeseries.ts';
export { toGrafanaUnit } from './units.ts';
export { buildDatasourceVariable, buildLabelVariable } from './variables.ts';
