import type { LabelSpec, LabelValues, MetricDef, MetricType } from '../catalogue/definition.ts';
import { AiwatchError, describe } from '../errors.ts';
import type { Dimension } from './dimension.ts';
import { LabelTable, REFUSED_SERIES, UNKNOWN_SERIES } from './label-table.ts';
import { OVERFLOW_LABEL_VALUE } from './label-text.ts';
import { labelNameOf } from './validation.ts';

/** Values of consecutive series, side by side; a slab never moves, so a handle may keep it. */
export interface Slab {
  readonly values: Float64Array;
  /** How many series it holds, and can hold. */
  readonly used: number;
  readonly capacity: number;
}

/** How an instrument of a registry is limited, and whom it tells when it refuses a label set. */
export interface InstrumentLimits {
  readonly maxSeries: number;
  readonly onRefused: (metricName: string) => void;
  /** The dimension of a label name, shared by the metrics of a registry. */
  readonly dimensionOf: (labelName: string) => Dimension;
}

/** Slabs grow with the metric: one series costs little, a thousand need few slabs. */
const SLAB_CAPACITIES = [1, 7, 56, 256] as const;

/** Label sets that are known beforehand start at 0 where a metric has no more of them than this. */
const MAX_INITIAL_SERIES = 200;

/** What counter, gauge, histogram and info share: label sets, the series that belong to them, and the cap. */
export abstract class Instrument<Labels extends readonly LabelSpec[], Series> {
  /** With its labels in the type, so that an instrument without labels is told from one with some. */
  readonly def: MetricDef<MetricType, string, Labels>;
  readonly type: MetricType;
  readonly name: string;
  readonly table: LabelTable;
  /** Handles by series number. */
  readonly series: Series[] = [];
  readonly #slabs: (Slab & { used: number })[] = [];
  readonly #limits: InstrumentLimits;
  readonly #width: number;

  /** @param width numbers that a series needs. */
  constructor(def: MetricDef<MetricType, string, Labels>, width: number, limits: InstrumentLimits) {
    this.def = def;
    this.type = def.type;
    this.name = def.name;
    this.#limits = limits;
    this.#width = width;
    this.table = new LabelTable(
      (def.labels ?? []).map(label => limits.dimensionOf(labelNameOf(label))),
      limits.maxSeries,
    );
  }

  /** The values of all series in their order; only the last slab may have room left. */
  get slabs(): readonly Slab[] {
    return this.#slabs;
  }

  /**
   * The series of a label set: a handle that can be kept and used without any further lookup.
   * Past the cap on series it is the overflow series. Throws LABEL_MISSING or LABEL_UNKNOWN.
   */
  with(labels: LabelValues<Labels>): Series {
    let given = 0;
    for (const _ in labels) given++;
    if (given === this.table.dimensions.length) {
      const known = this.table.find(labels);
      if (known !== UNKNOWN_SERIES) return this.series[known]!;
    }
    return this.#withNew(labels);
  }

  /** Creates the series of label sets that are known beforehand, so that they are exported, and start at 0. */
  initialise(labelSets: readonly LabelValues<Labels>[]): void {
    for (const labels of labelSets) this.with(labels);
  }

  protected abstract createSeries(values: Float64Array, offset: number): Series;

  /** To be called once at the end of a constructor: a metric without labels has its one series from the start. */
  protected initialiseClosedLabels(): void {
    this.initialise(closedLabelSets(this.def.labels ?? []) as unknown as LabelValues<Labels>[]);
  }

  /** The one series of a metric without labels; throws LABEL_MISSING for any other. */
  protected get only(): Series {
    if (this.table.dimensions.length > 0) this.#checkLabels({});
    return this.series[0]!;
  }

  #withNew(labels: Readonly<Record<string, unknown>>): Series {
    this.#checkLabels(labels);
    const added = this.table.add(labels);
    if (added === REFUSED_SERIES) return this.#overflow();
    return this.series[added] ?? this.#allocate();
  }

  #overflow(): Series {
    this.#limits.onRefused(this.name);
    const added = this.table.addBeyondCap(OVERFLOW_LABEL_VALUE);
    return this.series[added] ?? this.#allocate();
  }

  #allocate(): Series {
    let slab = this.#slabs.at(-1);
    if (slab === undefined || slab.used === slab.capacity) {
      const capacity = SLAB_CAPACITIES[Math.min(this.#slabs.length, SLAB_CAPACITIES.length - 1)]!;
      slab = { values: new Float64Array(capacity * this.#width), used: 0, capacity };
      this.#slabs.push(slab);
    }
    const series = this.createSeries(slab.values, slab.used++ * this.#width);
    this.series.push(series);
    return series;
  }

  #checkLabels(given: Readonly<Record<string, unknown>> | null | undefined): void {
    const labels = given ?? {};
    const names = this.table.dimensions.map(({ name }) => name);
    const where = `metric ${this.name}`;
    const missing = names.find(name => labels[name] === undefined || labels[name] === null);
    if (missing !== undefined) {
      throw new AiwatchError('LABEL_MISSING', { where, found: `no value for ${describe(missing)}` });
    }
    const unknown = Object.keys(labels).find(name => !names.includes(name));
    if (unknown !== undefined) {
      const expected = names.length === 0 ? 'no labels' : `only the labels ${names.join(', ')}`;
      throw new AiwatchError('LABEL_UNKNOWN', { where, expected, found: describe(unknown) });
    }
  }
}

/** All label sets of labels that list their values, or none where a label is open or the sets are too many. */
function closedLabelSets(labels: readonly LabelSpec[]): readonly Record<string, string>[] {
  let sets: Record<string, string>[] = [{}];
  for (const label of labels) {
    const values = typeof label === 'string' ? undefined : label.values;
    if (values === undefined || sets.length * values.length > MAX_INITIAL_SERIES) return [];
    sets = sets.flatMap(set => values.map(value => ({ ...set, [labelNameOf(label)]: value })));
  }
  return sets;
}
