import type { MetricDef } from '../catalogue/index.ts';
import type {
  DashboardLink,
  DataPanel,
  DatasourceRef,
  FieldOverride,
  Target,
  ThresholdStep,
  ValueMapping,
} from './model.ts';
import { toGrafanaUnit } from './units.ts';

/** Every panel reads the data source that the reader of the dashboard chooses. */
export const DATASOURCE: DatasourceRef = { type: 'prometheus', uid: '$datasource' };

/** Shows of each series its latest value. */
export const LATEST_VALUE = { calcs: ['lastNotNull'], fields: '', values: false } as const;

/** One query of a panel. */
export interface QueryOptions {
  readonly expr: string;
  /** Name of its series; `{{label}}` is filled in. */
  readonly legend: string;
  /** Whether traces that were sampled are shown as dots; for latencies. */
  readonly exemplars?: boolean;
}

/** A link to where a reader looks next. */
export interface LinkOptions {
  readonly title: string;
  /** Without a host; Grafana fills in its variables, e.g. `${job:queryparam}`. */
  readonly url: string;
}

/** What all panels that show data have in common. */
export interface PanelOptions {
  readonly title: string;
  /** Gives the description and the unit where those are not given. */
  readonly metric?: MetricDef;
  /** Whether the panel shows the metric per second; decides the unit. */
  readonly perSecond?: boolean;
  readonly description?: string;
  /** A unit id of Grafana, e.g. `s`. */
  readonly unit?: string;
  readonly decimals?: number;
  readonly min?: number;
  readonly max?: number;
  /** What stands where there is no data. */
  readonly noValue?: string;
  readonly queries: readonly QueryOptions[];
  readonly thresholds?: readonly ThresholdStep[];
  readonly mappings?: readonly ValueMapping[];
  readonly overrides?: readonly FieldOverride[];
  readonly links?: readonly LinkOptions[];
  /** Columns, of 24. */
  readonly width: number;
  /** Grid units; one is about 36 px. */
  readonly height: number;
}

/** A panel that has no place yet; `buildDashboard` gives it its id and position. */
export type Unplaced<Panel> = Omit<Panel, 'id' | 'gridPos'> & {
  readonly width: number;
  readonly height: number;
};

/** Thresholds that colour nothing. */
const PLAIN: readonly ThresholdStep[] = [{ value: null, color: 'green' }];

/** How one kind of panel differs from the others. */
export interface PanelKind {
  readonly type: DataPanel['type'];
  readonly instant: boolean;
  readonly format: Target['format'];
  readonly color: DataPanel['fieldConfig']['defaults']['color'];
  readonly custom: Readonly<Record<string, unknown>>;
  readonly options: Readonly<Record<string, unknown>>;
  readonly transformations: DataPanel['transformations'];
}

/** The name of a query by its position: A to Z. */
function buildRefId(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index);
}

function buildTarget(
  { expr, legend, exemplars = false }: QueryOptions,
  index: number,
  kind: PanelKind,
): Target {
  return {
    refId: buildRefId(index),
    datasource: DATASOURCE,
    editorMode: 'code',
    expr,
    legendFormat: legend,
    range: !kind.instant,
    instant: kind.instant,
    exemplar: exemplars,
    format: kind.format,
  };
}

function buildPanelLink({ title, url }: LinkOptions): DashboardLink {
  return {
    type: 'link',
    title,
    url,
    tags: [],
    asDropdown: false,
    includeVars: false,
    keepTime: false,
    targetBlank: false,
    icon: 'external link',
    tooltip: '',
  };
}

/** Puts together a panel of any kind. */
export function buildDataPanel(options: PanelOptions, kind: PanelKind): Unplaced<DataPanel> {
  const { title, metric, width, height } = options;
  return {
    type: kind.type,
    title,
    description: options.description ?? metric?.help ?? '',
    width,
    height,
    datasource: DATASOURCE,
    targets: options.queries.map((query, index) => buildTarget(query, index, kind)),
    fieldConfig: {
      defaults: {
        unit: options.unit ?? toGrafanaUnit(metric?.unit, options.perSecond),
        ...(options.decimals === undefined ? {} : { decimals: options.decimals }),
        ...(options.min === undefined ? {} : { min: options.min }),
        ...(options.max === undefined ? {} : { max: options.max }),
        noValue: options.noValue ?? 'No data',
        color: kind.color,
        thresholds: { mode: 'absolute', steps: options.thresholds ?? PLAIN },
        mappings: options.mappings ?? [],
        custom: kind.custom,
      },
      overrides: options.overrides ?? [],
    },
    options: kind.options,
    transformations: kind.transformations,
    ...(options.links === undefined ? {} : { links: options.links.map(buildPanelLink) }),
  };
}
