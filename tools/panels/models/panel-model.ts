import type { NumberFormat, NumberParts } from '../number-format.ts';

/** A line at a threshold, or the area above it. */
interface ThresholdMark {
  /** Lower bound; null for the first step, which has none. */
  readonly from: number | null;
  readonly color: string;
}

/** Times (seconds since 1970), then one list of values per series; null is a gap. */
export type ChartTable = readonly (readonly (number | null)[])[];

export interface ChartSeries {
  readonly name: string;
  readonly color: string;
  readonly format: NumberFormat;
  readonly draw: 'line' | 'bars' | 'points';
  readonly interpolation: string;
  readonly widthPx: number;
  readonly dash: readonly number[];
  readonly fillOpacity: number;
  readonly gradient: boolean;
  readonly pointsPx: number;
  readonly showPoints: string;
  readonly spanGaps: boolean;
  /** Series of one group are stacked; nothing for a series that stands alone. */
  readonly stack: string | null;
  readonly percentStack: boolean;
  readonly axis: 'left' | 'right' | 'hidden';
  readonly negative: boolean;
  readonly inLegend: boolean;
  /** One text per calculation of the legend. */
  readonly calculations: readonly string[];
}

export interface ChartAxis {
  readonly format: NumberFormat;
  readonly label: string;
  readonly min: number | null;
  readonly max: number | null;
  readonly softMin: number | null;
  readonly softMax: number | null;
  readonly logBase: number | null;
}

interface ChartModel {
  readonly type: 'timeseries';
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly tables: readonly ChartTable[];
  readonly series: readonly ChartSeries[];
  readonly left: ChartAxis;
  readonly right: ChartAxis;
  readonly thresholds: { readonly mode: string; readonly steps: readonly ThresholdMark[] };
  readonly legend: {
    /** Indexes of the series, in the order of the legend. */
    readonly order: readonly number[];
    readonly shown: boolean;
    readonly table: boolean;
    readonly placement: 'bottom' | 'right';
    readonly calculations: readonly string[];
  };
}

interface Sparkline {
  readonly values: readonly (number | null)[];
}

export interface StatCard {
  readonly name: string;
  readonly value: NumberParts;
  readonly color: string;
  readonly sparkline: Sparkline | null;
}

interface StatModel {
  readonly type: 'stat';
  readonly cards: readonly StatCard[];
  readonly colorMode: string;
  readonly showName: boolean;
  readonly showValue: boolean;
  readonly orientation: string;
  readonly justify: string;
}

/** One value on a scale; shares run from 0 (min) to 1 (max). */
export interface ScaledValue {
  readonly name: string;
  readonly value: NumberParts;
  readonly color: string;
  readonly share: number;
  readonly bands: readonly { readonly from: number; readonly to: number; readonly color: string }[];
  readonly minText: string;
  readonly maxText: string;
}

interface GaugeModel {
  readonly type: 'gauge';
  readonly dials: readonly ScaledValue[];
  readonly showMarkers: boolean;
  readonly showLabels: boolean;
}

interface BarGaugeModel {
  readonly type: 'bargauge';
  readonly bars: readonly ScaledValue[];
  readonly displayMode: string;
  readonly vertical: boolean;
  readonly showUnfilled: boolean;
}

export interface TableCell {
  readonly text: string;
  readonly color?: string;
  readonly background?: string;
  /** 0 to 1: the cell is drawn with a bar. */
  readonly share?: number;
}

interface TableModel {
  readonly type: 'table';
  readonly showHeader: boolean;
  readonly columns: readonly {
    readonly name: string;
    readonly align: string;
    readonly widthPx: number | null;
  }[];
  readonly rows: readonly (readonly TableCell[])[];
}

interface HeatmapModel {
  readonly type: 'heatmap';
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly stepSeconds: number;
  readonly times: readonly number[];
  /** Names of the buckets, lowest first; `counts` has one list per bucket. */
  readonly buckets: readonly string[];
  readonly counts: readonly (readonly (number | null)[])[];
  readonly largest: number;
  readonly colors: readonly string[];
  readonly exponent: number;
  readonly format: NumberFormat;
  readonly showLegend: boolean;
}

export interface StateTimelineModel {
  readonly type: 'state-timeline';
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly rows: readonly {
    readonly name: string;
    readonly segments: readonly {
      readonly from: number;
      readonly to: number;
      readonly text: string;
      readonly color: string;
    }[];
  }[];
  readonly showValue: boolean;
}

interface TextModel {
  readonly type: 'text';
  /** HTML made by us from escaped text. */
  readonly html: string;
}

/** What is drawn in a panel: plain data, made in Node, drawn by the script of the same name in `page/`. */
export type PanelModel =
  | ChartModel
  | StatModel
  | GaugeModel
  | BarGaugeModel
  | TableModel
  | HeatmapModel
  | StateTimelineModel
  | TextModel;

/** A model, and what of the panel could not be drawn as Grafana would. */
export interface BuiltModel {
  readonly model: PanelModel;
  readonly warnings: readonly string[];
}

/** JSON has no NaN and no infinity: they are gaps. */
export function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
