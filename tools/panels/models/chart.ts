import type { CustomConfig, FieldConfig, Panel } from '../dashboard.ts';
import { displayNumber } from '../display-value.ts';
import { buildFields, type Field, resolveFormat } from '../fields.ts';
import type { QueryResult } from '../queries.ts';
import { findCalculation } from '../reduce.ts';
import type { TimeRange } from '../time-range.ts';
import { absoluteThresholds, configBounds, seriesColor } from '../value-colors.ts';
import {
  type BuiltModel,
  type ChartAxis,
  type ChartSeries,
  type ChartTable,
  finiteOrNull,
} from './panel-model.ts';

type LegendOptions = NonNullable<NonNullable<Panel['options']>['legend']>;

const DEFAULT_POINT_PX = 5;
const DASH_PX: Readonly<Record<string, readonly number[]>> = { dash: [10, 10], dot: [0, 10], solid: [] };

/** All times at which a query could have a sample: a step without one is a visible gap. */
function buildGrid({ kind, range, stepMs, series }: QueryResult): readonly number[] {
  if (kind === 'instant') return [...new Set(series.flatMap(({ times }) => times))].toSorted((a, b) => a - b);
  const length = Math.floor((range.toMs - range.fromMs) / stepMs) + 1;
  return Array.from({ length }, (_, index) => (range.fromMs + index * stepMs) / 1_000);
}

function buildTable(query: QueryResult): ChartTable {
  const grid = buildGrid(query);
  const lists = query.series.map(({ times, values }) => {
    const byTime = new Map(times.map((time, index) => [Math.round(time * 1_000), values[index]]));
    return grid.map(time => finiteOrNull(byTime.get(Math.round(time * 1_000))));
  });
  return [grid, ...lists];
}

function lastNumber(field: Field): number | null {
  return findCalculation('lastNotNull')?.reduce(field.values) ?? null;
}

function writeCalculation(field: Field, id: string): string {
  const calculation = findCalculation(id);
  const value = calculation?.reduce(field.values) ?? null;
  if (calculation?.unitless) return String(value);
  return displayNumber(field.config, field.format, value).text;
}

function placeAxis(custom: CustomConfig): ChartSeries['axis'] {
  if (custom.axisPlacement === 'right') return 'right';
  return custom.axisPlacement === 'hidden' ? 'hidden' : 'left';
}

function drawStyle(custom: CustomConfig): ChartSeries['draw'] {
  return custom.drawStyle === 'bars' || custom.drawStyle === 'points' ? custom.drawStyle : 'line';
}

function buildChartSeries(field: Field, calculations: readonly string[]): ChartSeries {
  const custom = field.config.custom ?? {};
  const { mode = 'none', group = 'A' } = custom.stacking ?? {};
  return {
    name: field.name,
    color: seriesColor(field.config, lastNumber(field), field.index),
    format: field.format,
    draw: drawStyle(custom),
    interpolation: custom.lineInterpolation ?? 'linear',
    widthPx: custom.lineWidth ?? 1,
    dash: custom.lineStyle?.dash ?? DASH_PX[custom.lineStyle?.fill ?? 'solid'] ?? [],
    fillOpacity: (custom.fillOpacity ?? 0) / 100,
    gradient: custom.gradientMode !== undefined && custom.gradientMode !== 'none',
    pointsPx: custom.pointSize ?? DEFAULT_POINT_PX,
    showPoints: custom.showPoints ?? 'auto',
    spanGaps: custom.spanNulls === true,
    stack: mode === 'none' ? null : group,
    percentStack: mode === 'percent',
    axis: placeAxis(custom),
    negative: custom.transform === 'negative-Y',
    inLegend: custom.hideFrom?.legend !== true,
    calculations: calculations.map(id => writeCalculation(field, id)),
  };
}

function buildAxis(config: FieldConfig): ChartAxis {
  const custom = config.custom ?? {};
  const { type, log = 2 } = custom.scaleDistribution ?? {};
  return {
    format: resolveFormat(config),
    label: custom.axisLabel ?? '',
    min: config.min ?? null,
    max: config.max ?? null,
    softMin: custom.axisSoftMin ?? null,
    softMax: custom.axisSoftMax ?? null,
    logBase: type === 'log' ? log : null,
  };
}

function isDrawn(field: Field): boolean {
  return field.config.custom?.hideFrom?.viz !== true;
}

/** Keeps the lists of a table whose field is drawn; `offset` is the index of its first field. */
function dropHidden(table: ChartTable, fields: readonly Field[], offset: number): ChartTable {
  return table.filter((_, index) => {
    const field = fields[offset + index - 1];
    return index === 0 || (field !== undefined && isDrawn(field));
  });
}

function buildTables(queries: readonly QueryResult[], fields: readonly Field[]): readonly ChartTable[] {
  let offset = 0;
  const tables = queries.map(query => {
    const table = dropHidden(buildTable(query), fields, offset);
    offset += query.series.length;
    return table;
  });
  return tables.filter(table => table.length > 1);
}

/** Indexes of the fields, as the legend is sorted; series without a number are last. */
function sortLegend(fields: readonly Field[], { sortBy, sortDesc }: LegendOptions, ids: readonly string[]) {
  const indexes = fields.map((_, index) => index);
  const id = ids.find(each => findCalculation(each)?.label === sortBy);
  if (id === undefined) return indexes;
  const numbers = fields.map(({ values }) => findCalculation(id)?.reduce(values) ?? Number.NEGATIVE_INFINITY);
  const sign = sortDesc === true ? -1 : 1;
  return indexes.toSorted((a, b) => sign * ((numbers[a] ?? 0) - (numbers[b] ?? 0)) || a - b);
}

/** Model of a time series panel. */
export function buildChart(panel: Panel, queries: readonly QueryResult[], range: TimeRange): BuiltModel {
  const fields = buildFields(panel, queries);
  const defaults = panel.fieldConfig?.defaults ?? {};
  const legend = panel.options?.legend ?? {};
  const known = (legend.calcs ?? []).filter(id => findCalculation(id));
  const unknown = (legend.calcs ?? []).filter(id => !findCalculation(id));
  const drawn = fields.filter(isDrawn);
  const configOn = (axis: 'left' | 'right') =>
    drawn.find(field => placeAxis(field.config.custom ?? {}) === axis)?.config ?? defaults;
  const bounds = configBounds(defaults);
  return {
    model: {
      type: 'timeseries',
      fromSeconds: range.fromMs / 1_000,
      toSeconds: range.toMs / 1_000,
      tables: buildTables(queries, fields),
      series: drawn.map(field => buildChartSeries(field, known)),
      left: buildAxis(configOn('left')),
      right: buildAxis(configOn('right')),
      thresholds: {
        mode: defaults.custom?.thresholdsStyle?.mode ?? 'off',
        steps: absoluteThresholds(defaults, bounds).map(({ from, color }) => ({
          from: finiteOrNull(from),
          color,
        })),
      },
      legend: {
        order: sortLegend(drawn, legend, known),
        shown: (legend.showLegend ?? legend.show ?? true) && legend.displayMode !== 'hidden',
        table: legend.displayMode === 'table',
        placement: legend.placement === 'right' ? 'right' : 'bottom',
        calculations: known.map(id => findCalculation(id)?.label ?? id),
      },
    },
    warnings: unknown.map(id => `Calculation "${id}" is not supported.`),
  };
}
