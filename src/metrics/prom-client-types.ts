/**
 * The parts of a prom-client registry that aiwatch uses: the same in prom-client 15, @prometheus-io/client 0.16 and
 * @platformatic/prom-client 1. Structural on purpose: an application may bring any of them, or two copies of one.
 */
export interface PromRegistry extends FamilySource {
  registerMetric(metric: never): void;
  getSingleMetric(name: string): unknown;
  removeSingleMetric(name: string): void;
}

/** What has families to show: all that is needed of a registry to render it along. */
export interface FamilySource {
  getMetricsAsJSON(): Promise<readonly PromFamily[]>;
  /** What it renders itself. @default text 0.0.4 */
  readonly contentType?: string;
}

export interface PromFamily {
  readonly name: string;
  readonly help: string;
  /** prom-client types it as an enum or a string, depending on the version. */
  readonly type: unknown;
  readonly values?: readonly PromValue[];
}

export interface PromValue {
  readonly value: number;
  readonly labels?: object;
  readonly metricName?: string | undefined;
  readonly exemplar?: PromExemplar | null | undefined;
}

export interface PromExemplar {
  readonly labelSet: object;
  readonly value: number;
  readonly timestamp?: number;
}
