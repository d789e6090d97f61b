import type { LabelSpec, MetricDef } from '../catalogue/definition.ts';
import { AiwatchError, describe } from '../errors.ts';
import { buildExemplar, type Exemplar, type ExemplarLabels } from './exemplar.ts';
import { Instrument, type InstrumentLimits } from './instrument.ts';
import { bucketBoundsOf } from './validation.ts';

/**
 * One series of a classic histogram. Its numbers, at `offset`: a count per bucket (not cumulative, +Inf last), the sum.
 */
export class HistogramSeries {
  /** By bucket; made with the first exemplar. */
  private latest: (Exemplar | undefined)[] | undefined = undefined;
  private readonly bounds: readonly number[];
  private readonly values: Float64Array;
  private readonly offset: number;

  constructor(bounds: readonly number[], values: Float64Array, offset: number) {
    this.bounds = bounds;
    this.values = values;
    this.offset = offset;
  }

  /**
   * Counts a finite value. Throws METRIC_VALUE_INVALID and leaves the series as it was.
   * @param exemplar labels that lead to what was observed; the latest of each bucket is kept.
   */
  observe(value: number, exemplar?: ExemplarLabels): void {
    if (!Number.isFinite(value)) rejectValue(value);
    const bounds = this.bounds;
    const last = bounds.length;
    let bucket = 0;
    while (bucket < last && value > bounds[bucket]!) bucket++;
    const values = this.values;
    const offset = this.offset;
    values[offset + bucket]! += 1;
    values[offset + last + 1]! += value;
    if (exemplar !== undefined) this.#keep(bucket, value, exemplar);
  }

  /** Count of the values in each bucket alone, +Inf last. */
  get bucketCounts(): readonly number[] {
    return [...this.values.subarray(this.offset, this.offset + this.bounds.length + 1)];
  }

  get count(): number {
    return this.bucketCounts.reduce((sum, count) => sum + count, 0);
  }

  get sum(): number {
    return this.values[this.offset + this.bounds.length + 1]!;
  }

  /** The latest of each bucket, or undefined where there has been none at all. */
  get exemplars(): readonly (Exemplar | undefined)[] | undefined {
    return this.latest;
  }

  #keep(bucket: number, value: number, labels: ExemplarLabels): void {
    const exemplar = buildExemplar(labels, value);
    if (exemplar === undefined) return;
    this.latest ??= new Array<Exemplar | undefined>(this.bounds.length + 1);
    this.latest[bucket] = exemplar;
  }
}

/** How often values fell into each of a row of buckets, and their sum. */
export class Histogram<Labels extends readonly LabelSpec[] = readonly LabelSpec[]> extends Instrument<
  Labels,
  HistogramSeries
> {
  /** Upper bounds of the buckets, ascending, without +Inf. */
  readonly bounds: readonly number[];

  constructor(def: MetricDef<'histogram', string, Labels>, limits: InstrumentLimits) {
    const bounds = bucketBoundsOf(def);
    super(def, bounds.length + 2, limits);
    this.bounds = bounds;
    this.initialiseClosedLabels();
  }

  /** `with({}).observe(value)` of a histogram without labels. */
  observe(this: Histogram<readonly []>, value: number, exemplar?: ExemplarLabels): void {
    this.only.observe(value, exemplar);
  }

  protected override createSeries(values: Float64Array, offset: number): HistogramSeries {
    return new HistogramSeries(this.bounds, values, offset);
  }
}

function rejectValue(value: unknown): never {
  throw new AiwatchError('METRIC_VALUE_INVALID', {
    where: 'observe() of a histogram',
    found: describe(value),
  });
}
