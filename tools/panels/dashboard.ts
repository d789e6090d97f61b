/** The parts of Grafana's classic dashboard JSON (schema versions 36 to 42) that the renderer reads. */
export interface Dashboard {
  readonly title: string;
  readonly description?: string;
  readonly uid?: string;
  readonly panels: readonly Panel[];
  readonly templating?: { readonly list?: readonly VariableDef[] };
  readonly annotations?: { readonly list?: readonly AnnotationDef[] };
}

/** Where a panel stands: columns 0 to 24 and rows of 38 px (30 px and a gap of 8 px). */
export interface GridPos {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Reference to a data source: an object, the old plain name, or none. */
export type DatasourceRef = { readonly type?: string; readonly uid?: string } | string | null;

export interface Panel {
  readonly id?: number;
  readonly type: string;
  readonly title?: string;
  readonly description?: string;
  readonly gridPos?: Partial<GridPos>;
  readonly datasource?: DatasourceRef;
  readonly targets?: readonly Target[];
  readonly interval?: string | null;
  readonly maxDataPoints?: number | null;
  readonly timeFrom?: string | null;
  readonly timeShift?: string | null;
  readonly repeat?: string | null;
  readonly libraryPanel?: unknown;
  readonly fieldConfig?: {
    readonly defaults?: FieldConfig;
    readonly overrides?: readonly FieldOverride[];
  };
  readonly options?: PanelOptions;
  readonly transformations?: readonly Transformation[];
  /** Rows only. */
  readonly collapsed?: boolean;
  readonly panels?: readonly Panel[];
}

export interface Target {
  readonly refId?: string;
  readonly expr?: string;
  readonly legendFormat?: string;
  readonly interval?: string;
  readonly intervalFactor?: number;
  readonly instant?: boolean;
  readonly range?: boolean;
  readonly format?: string;
  readonly hide?: boolean;
  readonly datasource?: DatasourceRef;
}

export interface AnnotationDef {
  readonly name: string;
  readonly enable?: boolean;
  readonly builtIn?: number;
  readonly datasource?: DatasourceRef;
  readonly expr?: string;
  readonly target?: { readonly expr?: string };
  readonly step?: string;
  readonly iconColor?: string;
  readonly titleFormat?: string;
  /** Dashboards made by hand have `on`. */
  readonly useValueForTime?: boolean | string;
}

export interface VariableDef {
  readonly name: string;
  readonly type: string;
  readonly label?: string | null;
  readonly query?: string | { readonly query?: string };
  readonly definition?: string;
  readonly regex?: string;
  readonly sort?: number;
  readonly multi?: boolean;
  readonly includeAll?: boolean;
  readonly allValue?: string | null;
  readonly auto?: boolean;
  readonly auto_count?: number;
  readonly auto_min?: string;
  readonly hide?: number;
  readonly current?: {
    readonly value?: string | readonly string[];
    readonly text?: string | readonly string[];
  };
}

export interface Threshold {
  readonly color: string;
  /** Lower bound; the first step has none (`null`). */
  readonly value?: number | null;
}

export interface ValueMapping {
  readonly type: string;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface FieldConfig {
  readonly unit?: string;
  readonly decimals?: number | null;
  readonly min?: number | null;
  readonly max?: number | null;
  readonly displayName?: string;
  readonly noValue?: string;
  readonly color?: { readonly mode?: string; readonly fixedColor?: string; readonly seriesBy?: string };
  readonly thresholds?: { readonly mode?: string; readonly steps?: readonly Threshold[] };
  readonly mappings?: readonly ValueMapping[];
  readonly custom?: CustomConfig;
}

/** What each panel type adds to a field: lines of a chart, cells of a table. */
export interface CustomConfig {
  readonly drawStyle?: string;
  readonly lineInterpolation?: string;
  readonly lineWidth?: number;
  readonly lineStyle?: { readonly fill?: string; readonly dash?: readonly number[] };
  readonly fillOpacity?: number;
  readonly gradientMode?: string;
  readonly showPoints?: string;
  readonly pointSize?: number;
  readonly spanNulls?: boolean | number;
  readonly insertNulls?: boolean | number;
  readonly stacking?: { readonly mode?: string; readonly group?: string };
  readonly axisPlacement?: string;
  readonly axisLabel?: string;
  readonly axisSoftMin?: number;
  readonly axisSoftMax?: number;
  readonly scaleDistribution?: { readonly type?: string; readonly log?: number };
  readonly thresholdsStyle?: { readonly mode?: string };
  readonly transform?: string;
  readonly hideFrom?: { readonly legend?: boolean; readonly viz?: boolean; readonly tooltip?: boolean };
  readonly align?: string;
  readonly width?: number;
  readonly hidden?: boolean;
  readonly displayMode?: string;
  readonly cellOptions?: { readonly type?: string; readonly mode?: string };
}

export interface FieldOverride {
  readonly matcher: { readonly id: string; readonly options?: unknown };
  readonly properties: readonly { readonly id: string; readonly value?: unknown }[];
}

export interface Transformation {
  readonly id: string;
  readonly disabled?: boolean;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Options of all supported panel types together; each type reads its own. */
interface PanelOptions {
  readonly legend?: {
    readonly showLegend?: boolean;
    readonly show?: boolean;
    readonly displayMode?: string;
    readonly placement?: string;
    readonly calcs?: readonly string[];
    /** Heading of a calculation, e.g. `Max`. */
    readonly sortBy?: string;
    readonly sortDesc?: boolean;
  };
  readonly reduceOptions?: {
    readonly calcs?: readonly string[];
    readonly values?: boolean;
    readonly fields?: string;
    readonly limit?: number;
  };
  readonly colorMode?: string;
  readonly graphMode?: string;
  readonly textMode?: string;
  readonly justifyMode?: string;
  readonly orientation?: string;
  readonly displayMode?: string;
  readonly showThresholdLabels?: boolean;
  readonly showThresholdMarkers?: boolean;
  readonly showUnfilled?: boolean;
  readonly content?: string;
  readonly mode?: string;
  readonly showHeader?: boolean;
  readonly sortBy?: readonly { readonly displayName: string; readonly desc?: boolean }[];
  readonly calculate?: boolean;
  readonly color?: { readonly scheme?: string; readonly exponent?: number; readonly scale?: string };
  readonly yAxis?: { readonly unit?: string; readonly decimals?: number | null };
  readonly cellValues?: { readonly unit?: string; readonly decimals?: number | null };
  readonly mergeValues?: boolean;
  readonly showValue?: string;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Accepts a classic dashboard, also inside the `{ dashboard }` envelope of Grafana's API.
 * @throws Error when it is not one, e.g. of the newer `apiVersion`/`spec` schema.
 */
export function parseDashboard(value: unknown): Dashboard {
  const found = isObject(value) && isObject(value['dashboard']) ? value['dashboard'] : value;
  if (!isObject(found) || !Array.isArray(found['panels'])) {
    throw new Error('dashboard: expected classic Grafana JSON with a list "panels", found none.');
  }
  const broken = found['panels'].findIndex(panel => !isObject(panel) || typeof panel['type'] !== 'string');
  if (broken !== -1) {
    throw new Error(`dashboard: panels[${broken}]: expected an object with a "type", found none.`);
  }
  const title = typeof found['title'] === 'string' ? found['title'] : 'Untitled dashboard';
  return { ...(found as Partial<Dashboard>), title, panels: found['panels'] as Panel[] };
}
