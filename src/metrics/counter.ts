import type { LabelSpec, MetricDef } from '../catalogue/definition.ts';
import { AiwatchError, describe } from '../errors.ts';
import { buildExemplar, type Exemplar, type ExemplarLabels } from './exemplar.ts';
import { Instrument, type InstrumentLimits } from './instrument.ts';

/** One series of a counter. */
export class CounterSeries {
  /** Not there before the first exemplar: most series never have one, and a series is small. */
  declare private latest?: Exemplar | undefined;
  private readonly values: Float64Array;
  private readonly offset: number;

  constructor(values: Float64Array, offset: number) {
    this.values = values;
    this.offset = offset;
  }

  /**
   * Adds an amount of 0 or more. Throws METRIC_VALUE_INVALID or METRIC_VALUE_NEGATIVE and leaves the value as it was.
   * @param exemplar labels that lead to what was counted; kept until the next one.
   */
  inc(amount = 1, exemplar?: ExemplarLabels): void {
    if (!(Number.isFinite(amount) && amount >= 0)) rejectAmount(amount);
    this.values[this.offset]! += amount;
    if (exemplar !== undefined) this.latest = buildExemplar(exemplar, amount) ?? this.latest;
  }

  get value(): number {
    return this.values[this.offset]!;
  }

  /** The latest one. */
  get exemplar(): Exemplar | undefined {
    return this.latest;
  }
}

/** A number that only goes up. */
export class Counter<Labels extends readonly LabelSpec[] = readonly LabelSpec[]> extends Instrument<
  Labels,
  CounterSeries
> {
  constructor(def: MetricDef<'counter', string, Labels>, limits: InstrumentLimits) {
    super(def, 1, limits);
    this.initialiseClosedLabels();
  }

  /** `with({}).inc(amount)` of a counter without labels. */
  inc(this: Counter<readonly []>, amount = 1, exemplar?: ExemplarLabels): void {
    this.only.inc(amount, exemplar);
  }

  protected override createSeries(values: Float64Array, offset: number): CounterSeries {
    return new CounterSeries(values, offset);
  }
}

function rejectAmount(amount: unknown): never {
  const code = typeof amount === 'number' && amount < 0 ? 'METRIC_VALUE_NEGATIVE' : 'METRIC_VALUE_INVALID';
  throw new AiwatchError(code, { where: 'inc() of a counter', found: describe(amount) });
}
