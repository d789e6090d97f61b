import type { Panel } from '../dashboard.ts';
import { displayNumber } from '../display-value.ts';
import { buildFields, type Field } from '../fields.ts';
import type { QueryResult } from '../queries.ts';
import type { TimeRange } from '../time-range.ts';
import type { BuiltModel, StateTimelineModel } from './panel-model.ts';

type Segment = StateTimelineModel['rows'][number]['segments'][number];

/** Equal neighbours become one segment; one that ends before a gap ends one step after its last sample. */
function buildSegments(field: Field, stepSeconds: number, merge: boolean): readonly Segment[] {
  const segments: Segment[] = [];
  field.times.forEach((from, index) => {
    const value = field.values[index] ?? null;
    const display = displayNumber(
      field.config,
      field.format,
      Number.isNaN(value) ? null : value,
      field.index,
    );
    const { text, color } = display;
    const to = from + stepSeconds;
    const last = segments.at(-1);
    const continues =
      merge && last?.text === text && last.color === color && from - last.to < stepSeconds / 2;
    if (last && continues) segments[segments.length - 1] = { ...last, to };
    else segments.push({ from, to, text, color });
  });
  return segments;
}

/** Model of a state timeline: one row per series, one segment per stretch of an unchanged value. */
export function buildStateTimeline(
  panel: Panel,
  queries: readonly QueryResult[],
  range: TimeRange,
): BuiltModel {
  const steps = new Map(queries.map(({ refId, stepMs }) => [refId, stepMs / 1_000]));
  const merge = panel.options?.mergeValues !== false;
  const rows = buildFields(panel, queries).map(field => ({
    name: field.name,
    segments: buildSegments(field, steps.get(field.refId) ?? 1, merge),
  }));
  return {
    model: {
      type: 'state-timeline',
      fromSeconds: range.fromMs / 1_000,
      toSeconds: range.toMs / 1_000,
      rows,
      showValue: panel.options?.showValue !== 'never',
    },
    warnings: [],
  };
}
