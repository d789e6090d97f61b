/** Classic Grafana dashboard JSON (Grafana 11 to 13), as far as our builders write it. */

/** A data source by the variable that chooses it; never a fixed one. */
export interface DatasourceRef {
  readonly type: 'prometheus';
  readonly uid: string;
}

/** Position on the grid of 24 columns; one unit of height is about 36 px. */
export interface GridPos {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** One query of a panel. */
export interface Target {
  readonly refId: string;
  readonly datasource: DatasourceRef;
  readonly editorMode: 'code';
  readonly expr: string;
  readonly legendFormat: string;
  readonly range: boolean;
  readonly instant: boolean;
  readonly exemplar: boolean;
  readonly format: 'time_series' | 'table' | 'heatmap';
}

/** Colour from a value on; the first step has none, and holds below all others. */
export interface ThresholdStep {
  readonly value: number | null;
  readonly color: string;
}

/** Text and colour for a value. */
export interface ValueMapping {
  readonly type: 'value';
  readonly options: Readonly<
    Record<string, { readonly text: string; readonly color: string; readonly index: number }>
  >;
}

/** Settings of one field that differ from the others. */
export interface FieldOverride {
  readonly matcher: { readonly id: 'byName' | 'byRegexp'; readonly options: string };
  readonly properties: readonly { readonly id: string; readonly value: unknown }[];
}

export interface FieldConfig {
  readonly defaults: {
    readonly unit: string;
    readonly decimals?: number;
    readonly min?: number;
    readonly max?: number;
    readonly noValue: string;
    readonly color: { readonly mode: 'thresholds' | 'palette-classic' };
    readonly thresholds: { readonly mode: 'absolute'; readonly steps: readonly ThresholdStep[] };
    readonly mappings: readonly ValueMapping[];
    readonly custom: Readonly<Record<string, unknown>>;
  };
  readonly overrides: readonly FieldOverride[];
}

/** Changes the result of queries before it is shown. */
export interface Transformation {
  readonly id: 'merge' | 'organize' | 'sortBy';
  readonly options: Readonly<Record<string, unknown>>;
}

interface PanelBase {
  readonly id: number;
  readonly title: string;
  readonly gridPos: GridPos;
}

/** A panel that shows the result of queries. */
export interface DataPanel extends PanelBase {
  readonly type: 'timeseries' | 'stat' | 'gauge' | 'bargauge' | 'heatmap' | 'table';
  readonly description: string;
  readonly datasource: DatasourceRef;
  readonly targets: readonly Target[];
  readonly fieldConfig: FieldConfig;
  readonly options: Readonly<Record<string, unknown>>;
  readonly transformations: readonly Transformation[];
  /** Where to look further; a menu in the panel's head. */
  readonly links?: readonly DashboardLink[];
}

/** A panel of written text. */
export interface TextPanel extends PanelBase {
  readonly type: 'text';
  readonly options: { readonly mode: 'markdown'; readonly content: string };
}

/** A heading; the panels after it belong to it. */
export interface RowPanel extends PanelBase {
  readonly type: 'row';
  readonly collapsed: false;
  readonly panels: readonly [];
}

export type Panel = DataPanel | TextPanel | RowPanel;

/** What a variable is set to when the dashboard is opened for the first time. */
export interface VariableChoice {
  readonly selected?: boolean;
  readonly text: string | readonly string[];
  readonly value: string | readonly string[];
}

export interface DatasourceVariable {
  readonly type: 'datasource';
  readonly name: string;
  readonly label: string;
  readonly query: 'prometheus';
  readonly hide: 0;
  readonly refresh: 1;
  readonly regex: '';
  readonly multi: false;
  readonly includeAll: false;
  readonly options: readonly [];
  /** Without it Grafana takes its default data source. */
  readonly current?: VariableChoice;
}

export interface QueryVariable {
  readonly type: 'query';
  readonly name: string;
  readonly label: string;
  readonly datasource: DatasourceRef;
  readonly query: string;
  readonly definition: string;
  readonly hide: 0;
  /** 2: queried again when the time range changes. */
  readonly refresh: 2;
  readonly regex: '';
  readonly sort: 1;
  readonly multi: true;
  readonly includeAll: true;
  readonly allValue: string;
  readonly options: readonly [];
  readonly current: VariableChoice;
}

export type Variable = DatasourceVariable | QueryVariable;

/** Marks moments in all graphs. */
export interface Annotation {
  readonly name: string;
  readonly datasource: DatasourceRef | { readonly type: 'grafana'; readonly uid: '-- Grafana --' };
  readonly enable: boolean;
  readonly hide: boolean;
  readonly iconColor: string;
  readonly builtIn?: 1;
  readonly type?: 'dashboard';
  readonly expr?: string;
  readonly titleFormat?: string;
  readonly textFormat?: string;
  readonly useValueForTime?: true;
}

/** A menu of other dashboards, found by tag, or a link to one address. */
export interface DashboardLink {
  readonly type: 'dashboards' | 'link';
  readonly title: string;
  readonly tags: readonly string[];
  readonly asDropdown: boolean;
  readonly includeVars: boolean;
  readonly keepTime: boolean;
  readonly targetBlank: boolean;
  readonly icon: string;
  readonly tooltip: string;
  readonly url: string;
}

/** A whole dashboard. */
export interface Dashboard {
  readonly description: string;
  readonly uid: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly schemaVersion: number;
  readonly version: number;
  readonly editable: boolean;
  readonly graphTooltip: 0 | 1 | 2;
  readonly timezone: string;
  readonly refresh: string;
  readonly time: { readonly from: string; readonly to: string };
  readonly templating: { readonly list: readonly Variable[] };
  readonly annotations: { readonly list: readonly Annotation[] };
  readonly links: readonly DashboardLink[];
  readonly panels: readonly Panel[];
}
