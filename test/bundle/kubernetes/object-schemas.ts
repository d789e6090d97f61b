import { z } from 'zod';

/** Names of namespaces and labels' values: RFC 1123. */
const dnsLabel = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
/** Names of most objects: labels joined by dots. */
const dnsSubdomain = z
  .string()
  .max(253)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/);
const labelKey = z.string().regex(/^([a-z0-9.-]{1,253}\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/);
const labelValue = z.string().regex(/^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/);
const labels = z.record(labelKey, labelValue);

const metadata = z.strictObject({
  name: dnsSubdomain,
  namespace: dnsLabel,
  labels,
  annotations: z.record(labelKey, z.string()).optional(),
});

/** The pattern of the type Duration of the Prometheus Operator. */
const duration = z
  .string()
  .regex(/^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$/);
const texts = z.record(z.string(), z.string());

const recordingRule = z.strictObject({ record: z.string(), expr: z.string(), labels: texts.optional() });
const alertingRule = z.strictObject({
  alert: z.string(),
  expr: z.string(),
  for: duration.optional(),
  keep_firing_for: duration.min(1).optional(),
  labels: texts.optional(),
  annotations: texts.optional(),
});

/** PrometheusRule of monitoring.coreos.com/v1, as far as we write it; the API refuses other fields. */
export const prometheusRule = z.strictObject({
  apiVersion: z.literal('monitoring.coreos.com/v1'),
  kind: z.literal('PrometheusRule'),
  metadata,
  spec: z.strictObject({
    groups: z.array(
      z.strictObject({
        name: z.string().min(1),
        interval: duration.optional(),
        rules: z.array(z.union([recordingRule, alertingRule])).min(1),
      }),
    ),
  }),
});

const endpoint = z.strictObject({
  /** Ports of services have names of at most 15 characters. */
  port: dnsLabel.max(15),
  path: z.string().startsWith('/'),
  interval: duration,
  scrapeTimeout: duration,
  authorization: z
    .strictObject({
      type: z.literal('Bearer'),
      credentials: z.strictObject({ name: dnsSubdomain, key: z.string().regex(/^[\w.-]+$/) }),
    })
    .optional(),
  relabelings: z.array(z.strictObject({ targetLabel: z.string(), replacement: z.string() })),
});

/** ServiceMonitor of monitoring.coreos.com/v1, as far as we write it. */
export const serviceMonitor = z.strictObject({
  apiVersion: z.literal('monitoring.coreos.com/v1'),
  kind: z.literal('ServiceMonitor'),
  metadata,
  spec: z.strictObject({
    namespaceSelector: z.strictObject({ matchNames: z.array(dnsLabel).min(1) }),
    selector: z.strictObject({ matchLabels: labels }),
    endpoints: z.array(endpoint).min(1),
  }),
});

/** ConfigMap; its keys become names of files. */
export const configMap = z.strictObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('ConfigMap'),
  metadata,
  data: z.record(z.string().regex(/^[\w.-]{1,253}$/), z.string()),
});
