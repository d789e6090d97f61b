import type { LabelSpec, MetricDef } from '../catalogue/definition.ts';
import { AiwatchError, describe } from '../errors.ts';
import { Instrument, type InstrumentLimits } from './instrument.ts';

/** One series of a gauge. */
export class GaugeSeries {
  private readonly values: Float64Array;
  private readonly offset: number;

  constructor(values: Float64Array, offset: number) {
    this.values = values;
    this.offset = offset;
  }

  /** Sets the value; infinities are values too. Throws METRIC_VALUE_INVALID for NaN and for what is no number. */
  set(value: number): void {
    if (typeof value !== 'number' || Number.isNaN(value)) rejectValue('set', value);
    this.values[this.offset] = value;
  }

  /** Adds a finite amount, which may be negative. Throws METRIC_VALUE_INVALID. */
  inc(amount = 1): void {
    if (!Number.isFinite(amount)) rejectValue('inc', amount);
    this.values[this.offset]! += amount;
  }

  /** Takes a finite amount away. Throws METRIC_VALUE_INVALID. */
  dec(amount = 1): void {
    if (!Number.isFinite(amount)) rejectValue('dec', amount);
    this.values[this.offset]! -= amount;
  }

  /** Leaves the series out of the exposition until it is set again: its value is not known. */
  unset(): void {
    this.values[this.offset] = Number.NaN;
  }

  /** NaN while it is unset. */
  get value(): number {
    return this.values[this.offset]!;
  }
}

/** A number that goes up and down. */
export class Gauge<Labels extends readonly LabelSpec[] = readonly LabelSpec[]> extends Instrument<
  Labels,
  GaugeSeries
> {
  constructor(def: MetricDef<'gauge', string, Labels>, limits: InstrumentLimits) {
    super(def, 1, limits);
    this.initialiseClosedLabels();
  }

  /** `with({}).set(value)` of a gauge without labels. */
  set(this: Gauge<readonly []>, value: number): void {
    this.only.set(value);
  }

  /** `with({}).inc(amount)` of a gauge without labels. */
  inc(this: Gauge<readonly []>, amount = 1): void {
    this.only.inc(amount);
  }

  /** `with({}).dec(amount)` of a gauge without labels. */
  dec(this: Gauge<readonly []>, amount = 1): void {
    this.only.dec(amount);
  }

  protected override createSeries(values: Float64Array, offset: number): GaugeSeries {
    return new GaugeSeries(values, offset);
  }
}

function rejectValue(method: string, value: unknown): never {
  throw new AiwatchError('METRIC_VALUE_INVALID', { where: `${method}() of a gauge`, found: describe(value) });
}
