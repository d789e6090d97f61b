import type { FieldConfig, Panel } from '../dashboard.ts';
import { formatNumber } from '../number-format.ts';
import type { QueryResult } from '../queries.ts';
import { absoluteThresholds, type Bounds } from '../value-colors.ts';
import type { BuiltModel, ScaledValue } from './panel-model.ts';
import { type ReducedValue, reduceFields } from './reduced-values.ts';

function share(value: number, { min, max }: Bounds): number {
  return Math.min(1, Math.max(0, (value - min) / (max - min)));
}

function buildBands(config: FieldConfig, bounds: Bounds): ScaledValue['bands'] {
  const steps = absoluteThresholds(config, bounds);
  return steps.map(({ from, color }, index) => ({
    from: share(from, bounds),
    to: share(steps[index + 1]?.from ?? bounds.max, bounds),
    color,
  }));
}

function buildScaled({ field, name, value, display, bounds }: ReducedValue): ScaledValue {
  return {
    name,
    value: display.parts,
    color: display.color,
    share: value === null || Number.isNaN(value) ? 0 : share(value, bounds),
    bands: buildBands(field.config, bounds),
    minText: formatNumber(field.format, bounds.min),
    maxText: formatNumber(field.format, bounds.max),
  };
}

/** Model of a gauge panel: one dial per series. */
export function buildGauge(panel: Panel, queries: readonly QueryResult[]): BuiltModel {
  const { values, warnings } = reduceFields(panel, queries);
  return {
    model: {
      type: 'gauge',
      dials: values.map(buildScaled),
      showMarkers: panel.options?.showThresholdMarkers ?? true,
      showLabels: panel.options?.showThresholdLabels ?? false,
    },
    warnings,
  };
}

/** Model of a bar gauge panel: one bar per series. */
export function buildBarGauge(panel: Panel, queries: readonly QueryResult[]): BuiltModel {
  const { values, warnings } = reduceFields(panel, queries);
  return {
    model: {
      type: 'bargauge',
      bars: values.map(buildScaled),
      displayMode: panel.options?.displayMode ?? 'gradient',
      vertical: panel.options?.orientation === 'vertical',
      showUnfilled: panel.options?.showUnfilled ?? true,
    },
    warnings,
  };
}
