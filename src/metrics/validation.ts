import { httpLatencyBuckets } from '../catalogue/buckets.ts';
import type { BucketSet, LabelSpec, MetricDef } from '../catalogue/definition.ts';
import { AiwatchError, describe } from '../errors.ts';
import { type FamilyHeader, openMetricsFamilyName } from './format.ts';

/** Names of metrics and labels that every Prometheus understands; colons are left to recording rules. */
const NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const RESERVED_LABELS = new Set(['le', 'quantile']);

/** The name of a label, whether it is given as a definition or as a string. */
export function labelNameOf(label: LabelSpec): string {
  return typeof label === 'string' ? label : label.name;
}

/** Throws METRIC_NAME_INVALID, METRIC_HELP_MISSING, METRIC_SUFFIX_INVALID or LABEL_NAME_INVALID. */
export function checkDefinition(def: MetricDef): void {
  const where = `metric ${describe(def.name)}`;
  if (typeof def.name !== 'string' || !NAME.test(def.name)) {
    throw new AiwatchError('METRIC_NAME_INVALID', { where, found: describe(def.name) });
  }
  if (typeof def.help !== 'string' || def.help.trim() === '') {
    throw new AiwatchError('METRIC_HELP_MISSING', { where, found: describe(def.help) });
  }
  if (def.name.endsWith('_total') !== (def.type === 'counter')) {
    throw new AiwatchError('METRIC_SUFFIX_INVALID', { where, found: `a ${def.type} of that name` });
  }
  if (def.type === 'info' && !def.name.endsWith('_info')) {
    const expected = 'the name of an info metric to end in _info';
    throw new AiwatchError('METRIC_SUFFIX_INVALID', { where, expected, found: describe(def.name) });
  }
  checkLabelNames(where, def.labels ?? []);
}

/** Throws LABEL_NAME_INVALID for a name that Prometheus does not take, keeps for itself, or that is there twice. */
export function checkLabelNames(where: string, labels: readonly LabelSpec[]): void {
  const seen = new Set<string>();
  for (const label of labels) {
    const name = labelNameOf(label);
    const isValid = typeof name === 'string' && NAME.test(name) && !name.startsWith('__');
    if (!isValid || RESERVED_LABELS.has(name)) {
      throw new AiwatchError('LABEL_NAME_INVALID', { where, found: describe(name) });
    }
    if (seen.has(name))
      throw new AiwatchError('LABEL_NAME_INVALID', { where, found: `${describe(name)} twice` });
    seen.add(name);
  }
}

/** The bounds of a histogram, checked: throws METRIC_BUCKETS_INVALID. */
export function bucketBoundsOf(def: MetricDef): readonly number[] {
  const buckets = def.buckets ?? httpLatencyBuckets;
  const bounds = isBucketSet(buckets) ? buckets.upperBounds : buckets;
  const isAscending = bounds.every(
    (bound, i) => Number.isFinite(bound) && (i === 0 || bound > bounds[i - 1]!),
  );
  if (bounds.length === 0 || !isAscending) {
    const found = describe(`[${bounds.join(', ')}]`);
    throw new AiwatchError('METRIC_BUCKETS_INVALID', { where: `metric ${describe(def.name)}`, found });
  }
  return [...bounds];
}

function isBucketSet(buckets: BucketSet | readonly number[]): buckets is BucketSet {
  return 'upperBounds' in buckets;
}

/** All names that a family and its samples have in one of the formats. */
export function sampleNamesOf({ name, type }: Pick<FamilyHeader, 'name' | 'type'>): readonly string[] {
  const family = openMetricsFamilyName(name, type);
  if (type === 'counter') return [family, `${family}_total`];
  if (type === 'info') return [family, name];
  if (type === 'histogram') return [name, `${name}_bucket`, `${name}_sum`, `${name}_count`];
  if (type === 'summary') return [name, `${name}_sum`, `${name}_count`];
  return [name];
}
