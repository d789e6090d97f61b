import type { LabelSpec, LabelValues, MetricDef } from '../catalogue/definition.ts';
import { GaugeSeries } from './gauge.ts';
import { Instrument, type InstrumentLimits } from './instrument.ts';

/** Facts as labels of a series that is always 1. */
export class Info<Labels extends readonly LabelSpec[] = readonly LabelSpec[]> extends Instrument<
  Labels,
  GaugeSeries
> {
  constructor(def: MetricDef<'info', string, Labels>, limits: InstrumentLimits) {
    super(def, 1, limits);
  }

  /** States the facts. */
  state(labels: LabelValues<Labels>): void {
    this.with(labels).set(1);
  }

  protected override createSeries(values: Float64Array, offset: number): GaugeSeries {
    return new GaugeSeries(values, offset);
  }
}
