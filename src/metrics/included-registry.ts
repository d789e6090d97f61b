import { AiwatchError, describe } from '../errors.ts';
import { type Collector, CollectorRunner } from './collector.ts';
import type { FamilySource, PromFamily } from './prom-client-types.ts';

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

/** A registry whose families are rendered along, as they are at each scrape; read like any other collector. */
export class IncludedRegistry implements Collector {
  readonly name: string;
  readonly metrics = [];
  readonly runner = new CollectorRunner(this);
  /** What the last successful read of the current scrape brought. */
  families: readonly PromFamily[] = [];
  readonly #registry: FamilySource;

  /** @param name tells several included registries apart. Throws PROM_CLIENT_REGISTRY_INVALID. */
  constructor(registry: FamilySource, name: string) {
    if (typeof registry?.getMetricsAsJSON !== 'function') {
      throw new AiwatchError('PROM_CLIENT_REGISTRY_INVALID', {
        where: 'include()',
        found: describe(registry),
      });
    }
    this.name = name;
    this.#registry = registry;
  }

  async collect(): Promise<void> {
    this.families = [];
    const families = await this.#registry.getMetricsAsJSON();
    for (const family of families) checkFamily(this.name, family);
    const isOpenMetrics = String(this.#registry.contentType).startsWith('application/openmetrics-text');
    this.families = isOpenMetrics ? families.map(withCounterSuffix) : families;
  }
}

/** Prom-client takes `_total` off the name of a counter when it first renders OpenMetrics, and puts it on its samples. */
function withCounterSuffix(family: PromFamily): PromFamily {
  const { name, type } = family;
  return type !== 'counter' || name.endsWith('_total') ? family : { ...family, name: `${name}_total` };
}

function checkFamily(where: string, family: PromFamily): void {
  if (typeof family?.name !== 'string' || !NAME.test(family.name)) {
    throw new AiwatchError('METRIC_NAME_INVALID', { where, found: describe(family?.name) });
  }
  // NaN is a number: default metrics have it until their first measurement.
  const garbage = (family.values ?? []).find(
    ({ value }) => typeof value !== 'number' && Number.isNaN(Number(value)),
  );
  if (garbage !== undefined) {
    const found = `${describe(garbage.value)} among the values of ${family.name}`;
    throw new AiwatchError('METRIC_VALUE_INVALID', { where, found });
  }
}
