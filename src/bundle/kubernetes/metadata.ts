import type { BundleConfig } from '../../config/index.ts';

/** Name, namespace and labels of an object. */
export interface Metadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Metadata with the labels of the settings, by which the Prometheus Operator selects. */
export function buildMetadata(name: string, { namespace, labels }: BundleConfig['kubernetes']): Metadata {
  return {
    name,
    namespace,
    labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'aiwatch', ...labels },
  };
}
