import type { LabelDef, MetricDef } from '../../catalogue/index.ts';

type ExternalType = 'counter' | 'gauge' | 'histogram';

/** The programs whose metrics our rules and boards read. */
export type Exporter =
  | 'prometheus'
  | 'alertmanager'
  | 'redis_exporter'
  | 'postgres_exporter'
  | 'node_exporter'
  | 'cadvisor';

/** A metric that somebody else's exporter exposes and our rules or boards read; its name and labels are theirs. */
export interface ExternalMetric<
  Type extends ExternalType = ExternalType,
  Labels extends readonly LabelDef[] = readonly LabelDef[],
> extends MetricDef<Type, string, Labels> {
  readonly exporter: Exporter;
}

/** Describes a metric of somebody else's exporter, keeping its literal types. */
export function external<const Def extends ExternalMetric>(def: Def): Def {
  return def;
}
