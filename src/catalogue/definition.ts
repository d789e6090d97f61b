/** A label, defined once and referenced by metrics. */
export interface LabelDef<Name extends string = string, Value extends string = string> {
  readonly name: Name;
  /** What the label says, one sentence. */
  readonly help: string;
  /** All values it can have; series of metrics whose labels are all closed start at 0. */
  readonly values?: readonly Value[];
  /** For an open label: how many different values are expected at the most. */
  readonly maxValues?: number;
}

/** A label as a metric names it: a definition, or (for an application's own metrics) just its name. */
export type LabelSpec = LabelDef | string;

/** Upper bounds of a histogram's buckets, ascending, without +Inf, and why they are what they are. */
export interface BucketSet {
  readonly upperBounds: readonly number[];
  readonly reason: string;
}

export type MetricType = 'counter' | 'gauge' | 'histogram' | 'info';

/** The unit of a metric's value: a base unit of Prometheus, or the thing that is counted. */
export type Unit =
  | 'seconds'
  | 'bytes'
  | 'ratio'
  | 'tokens'
  | 'tokens_per_second'
  | 'requests'
  | 'calls'
  | 'messages'
  | 'errors'
  | 'sessions'
  | 'operations'
  | 'generations'
  | 'projects'
  | 'scrapes'
  | 'events'
  | 'batches'
  | 'values'
  | 'runs'
  | 'partitions'
  | 'leaves'
  | 'lookups'
  | 'resources'
  | 'processes'
  | 'threads'
  | 'descriptors'
  | 'alerts'
  | 'usd'
  | 'tests'
  | 'deliveries'
  | 'subscribers'
  | 'connections'
  | 'info'
  | 'boolean';

/** What describes a metric beside its type. */
export interface MetricShape<
  Name extends string = string,
  Labels extends readonly LabelSpec[] = readonly LabelSpec[],
> {
  readonly name: Name;
  /** One sentence, ending in a full stop. */
  readonly help: string;
  readonly unit?: Unit;
  readonly labels?: Labels;
  /** Histograms only; without it the bounds are those of `httpLatencyBuckets`. */
  readonly buckets?: BucketSet | readonly number[];
  /** Version of aiwatch that first exported it. */
  readonly since?: string;
  /** The OpenTelemetry semantic convention that measures the same thing. */
  readonly semconv?: string;
}

/** Immutable description of one metric; the instrument that counts is made from it (see `src/metrics`). */
export interface MetricDef<
  Type extends MetricType = MetricType,
  Name extends string = string,
  Labels extends readonly LabelSpec[] = readonly LabelSpec[],
> extends MetricShape<Name, Labels> {
  readonly type: Type;
}

type NameOfLabel<Spec> = Spec extends LabelDef<infer Name> ? Name : Spec extends string ? Spec : never;
type ValueOfLabel<Spec> = Spec extends { readonly values: readonly (infer Value)[] }
  ? Value
  : string | number | boolean;

/** The object that `with()` takes: one property per label, none without labels; a closed label takes only its values. */
export type LabelValues<Labels extends readonly LabelSpec[]> = Labels extends readonly []
  ? Readonly<Record<string, never>>
  : { readonly [Spec in Labels[number] as NameOfLabel<Spec>]: ValueOfLabel<Spec> };

/** A metric of the catalogue: everything that rules, dashboards and documents derive from is there. */
export type CatalogueMetric = MetricDef<MetricType, string, readonly LabelDef[]> & {
  readonly unit: Unit;
  readonly labels: readonly LabelDef[];
  readonly since: string;
  readonly buckets?: BucketSet;
};

/** Defines a label, keeping its literal types. */
export function defineLabel<const Def extends LabelDef>(def: Def): Def {
  return def;
}

/** Defines a metric of the catalogue, keeping its literal types. */
export function defineMetric<const Def extends CatalogueMetric>(def: Def): Def {
  return def;
}
