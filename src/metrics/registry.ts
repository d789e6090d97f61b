import type { LabelSpec, LabelValues, MetricDef, MetricShape, MetricType } from '../catalogue/definition.ts';
import { selfMetrics } from '../catalogue/self.ts';
import { AiwatchError, describe } from '../errors.ts';
import type { AnyInstrument } from './any-instrument.ts';
import { type Collector, CollectorRunner } from './collector.ts';
import { Counter } from './counter.ts';
import { Dimension } from './dimension.ts';
import { Gauge } from './gauge.ts';
import { Histogram } from './histogram.ts';
import { IncludedRegistry } from './included-registry.ts';
import { Info } from './info.ts';
import { Instrument, type InstrumentLimits } from './instrument.ts';
import { labelTextOf } from './label-text.ts';
import type { FamilySource } from './prom-client-types.ts';
import {
  bucketBoundsOf,
  checkDefinition,
  checkLabelNames,
  labelNameOf,
  sampleNamesOf,
} from './validation.ts';

/** Cap on series per metric: the default of OpenTelemetry's SDKs. */
const DEFAULT_MAX_SERIES_PER_METRIC = 2000;

export interface RegistryOptions {
  /** @default 2000 */
  readonly maxSeriesPerMetric?: number;
  /** Labels that every series carries, e.g. `{ service: 'shop' }`. */
  readonly constantLabels?: Readonly<Record<string, string>>;
  /** Told of every failure of a collector or of an included registry; by default nobody is. */
  readonly onProblem?: (where: string, error: unknown) => void;
}

/** The definition of a metric; its type need not be said, since the method says it. */
type Shape<Type extends MetricType, Labels extends readonly LabelSpec[]> = MetricShape<string, Labels> & {
  readonly type?: Type;
};

/** Instruments by name, and the collectors that fill some of them. */
export class Registry {
  readonly constantLabels: Readonly<Record<string, string>>;
  readonly onProblem: (where: string, error: unknown) => void;
  readonly runners: CollectorRunner[] = [];
  readonly included: IncludedRegistry[] = [];
  readonly #maxSeries: number;
  readonly #constantNames: ReadonlySet<string>;
  readonly #instruments = new Map<string, AnyInstrument>();
  readonly #dimensions = new Map<string, Dimension>();
  /** The metric that owns each sample name. */
  readonly #owners = new Map<string, string>();
  readonly #refused: Counter<typeof selfMetrics.seriesRefused.labels>;

  constructor(options: RegistryOptions = {}) {
    const constant = Object.entries(options.constantLabels ?? {});
    checkLabelNames(
      'constant labels',
      constant.map(([name]) => name),
    );
    this.constantLabels = Object.fromEntries(constant.map(([name, value]) => [name, labelTextOf(value)]));
    this.#constantNames = new Set(constant.map(([name]) => name));
    this.#maxSeries = checkMaxSeries(options.maxSeriesPerMetric ?? DEFAULT_MAX_SERIES_PER_METRIC);
    this.onProblem = guardListener(options.onProblem);
    this.#refused = this.counter(selfMetrics.seriesRefused);
  }

  /** The counter of a definition: made at the first call, the same one at every other. Throws METRIC_… and LABEL_… */
  counter<const L extends readonly LabelSpec[] = readonly []>(shape: Shape<'counter', L>): Counter<L> {
    const def = checkType('counter', shape);
    return this.#getOrCreate(def, limits => new Counter<L>(def, limits)) as Counter<L>;
  }

  /** The gauge of a definition, like `counter`. */
  gauge<const L extends readonly LabelSpec[] = readonly []>(shape: Shape<'gauge', L>): Gauge<L> {
    const def = checkType('gauge', shape);
    return this.#getOrCreate(def, limits => new Gauge<L>(def, limits)) as Gauge<L>;
  }

  /** The histogram of a definition, like `counter`. */
  histogram<const L extends readonly LabelSpec[] = readonly []>(shape: Shape<'histogram', L>): Histogram<L> {
    const def = checkType('histogram', shape);
    return this.#getOrCreate(def, limits => new Histogram<L>(def, limits)) as Histogram<L>;
  }

  /** The info metric of a definition, stating the given facts. */
  info<const L extends readonly LabelSpec[]>(shape: Shape<'info', L>, facts: LabelValues<L>): Info<L> {
    const def = checkType('info', shape);
    const info = this.#getOrCreate(def, limits => new Info<L>(def, limits)) as Info<L>;
    info.state(facts);
    return info;
  }

  /** All instruments in the order in which they were made. */
  instruments(): readonly AnyInstrument[] {
    return [...this.#instruments.values()];
  }

  instrument(name: string): AnyInstrument | undefined {
    return this.#instruments.get(name);
  }

  /** Adds a collector; its `close` is called by `close`. Throws COLLECTOR_CONFLICT. */
  addCollector(collector: Collector): void {
    if (this.runners.some(runner => runner.collector.name === collector.name)) {
      const found = 'another collector of that name';
      throw new AiwatchError('COLLECTOR_CONFLICT', { where: `collector ${collector.name}`, found });
    }
    this.runners.push(new CollectorRunner(collector));
  }

  /**
   * Renders the metrics of a prom-client registry along with these; a family that is here already is left out there.
   * Throws PROM_CLIENT_REGISTRY_INVALID.
   * @param name a label value of `aiwatch_collector_success`.
   */
  include(registry: FamilySource, name = `included_registry_${this.included.length + 1}`): void {
    this.included.push(new IncludedRegistry(registry, name));
  }

  /** Whether a metric here has samples of that name. */
  owns(sampleName: string): boolean {
    return this.#owners.has(sampleName);
  }

  /** Stops all collectors. */
  close(): void {
    for (const { collector } of this.runners.splice(0)) collector.close?.();
  }

  #getOrCreate(def: MetricDef, create: (limits: InstrumentLimits) => unknown): unknown {
    const known = this.#instruments.get(def.name);
    if (known !== undefined) {
      checkSameShape(known.def, def);
      return known;
    }
    checkDefinition(def);
    this.#checkConstantLabels(def);
    this.#checkSampleNames(def);
    const instrument = create({
      maxSeries: this.#maxSeries,
      onRefused: name => this.#countRefused(name),
      dimensionOf: name => this.#dimensionOf(name),
    });
    // Only now: a definition that was refused must not keep its names from a corrected one.
    for (const name of sampleNamesOf(def)) this.#owners.set(name, def.name);
    if (instrument instanceof Instrument) this.#instruments.set(def.name, instrument as AnyInstrument);
    return instrument;
  }

  #countRefused(metric: string): void {
    // What that counter itself refuses is in its overflow series already; counting it would never end.
    if (metric !== selfMetrics.seriesRefused.name) this.#refused.with({ metric }).inc();
  }

  #dimensionOf(name: string): Dimension {
    let dimension = this.#dimensions.get(name);
    if (dimension === undefined) {
      dimension = new Dimension(name);
      this.#dimensions.set(name, dimension);
    }
    return dimension;
  }

  #checkConstantLabels(def: MetricDef): void {
    const clash = (def.labels ?? []).map(labelNameOf).find(name => this.#constantNames.has(name));
    if (clash === undefined) return;
    const expected = 'labels that are not constant labels of the registry too';
    throw new AiwatchError('LABEL_NAME_INVALID', {
      where: `metric ${def.name}`,
      expected,
      found: describe(clash),
    });
  }

  #checkSampleNames(def: MetricDef): void {
    for (const name of sampleNamesOf(def)) {
      const owner = this.#owners.get(name);
      if (owner === undefined) continue;
      const expected = `sample names that no other metric has`;
      const found = `${name}, which belongs to ${owner}`;
      throw new AiwatchError('METRIC_CONFLICT', { where: `metric ${def.name}`, expected, found });
    }
  }
}

/** Makes an empty registry. Close it to stop its collectors. */
export function createRegistry(options?: RegistryOptions): Registry {
  return new Registry(options);
}

/** The definition with its type, which the method that was called says; throws METRIC_CONFLICT for another one. */
function checkType<Type extends MetricType, L extends readonly LabelSpec[]>(
  type: Type,
  shape: Shape<Type, L>,
): MetricDef<Type, string, L> {
  const given: unknown = shape.type ?? type;
  if (given === type) return { ...shape, type };
  const where = `metric ${describe(shape.name)}`;
  throw new AiwatchError('METRIC_CONFLICT', { where, expected: `a ${type}`, found: `a ${describe(given)}` });
}

function checkSameShape(known: MetricDef, given: MetricDef): void {
  if (known === given) return;
  const expected = shapeOf(known);
  const found = shapeOf(given);
  if (expected === found) return;
  throw new AiwatchError('METRIC_CONFLICT', { where: `metric ${given.name}`, expected, found });
}

function shapeOf(def: MetricDef): string {
  const labels = (def.labels ?? []).map(labelNameOf).join(', ');
  const buckets = def.type === 'histogram' ? ` with buckets ${bucketBoundsOf(def).join(', ')}` : '';
  return `a ${def.type} with labels [${labels}]${buckets} and help ${describe(def.help)}`;
}

/** A listener that fails must not break off the scrape that tells it. */
function guardListener(listener: RegistryOptions['onProblem']): (where: string, error: unknown) => void {
  return (where, error) => {
    try {
      listener?.(where, error);
    } catch {
      // It was the one to be told.
    }
  };
}

function checkMaxSeries(maxSeries: number): number {
  if (Number.isInteger(maxSeries) && maxSeries > 0) return maxSeries;
  const expected = 'a whole number above 0';
  throw new AiwatchError('CONFIG_INVALID', {
    where: 'maxSeriesPerMetric',
    expected,
    found: describe(maxSeries),
  });
}
