import { z } from 'zod';
import { DEFAULTS } from './defaults.ts';

/** A name of RFC 1123, as namespaces, services and their ports have. */
const dnsLabel = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, { error: 'lower-case letters, digits and hyphens' });
const namespace = () => dnsLabel(63);

const labelKey = z
  .string()
  .regex(/^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/, {
    error: 'a key of a Kubernetes label, e.g. app.kubernetes.io/name',
  });
const labelValue = z.string().regex(/^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/, {
  error: 'a value of a Kubernetes label: letters, digits, hyphens, dots',
});
const labels = () => z.record(labelKey, labelValue);

const service = (job: 'application' | 'aiwatch', what: string) =>
  z.strictObject({
    namespace: namespace()
      .default(DEFAULTS.kubernetes[job].namespace)
      .describe(`Namespace of the service of ${what}.`),
    labels: labels()
      .default({ ...DEFAULTS.kubernetes[job].labels })
      .describe('Labels by which its service is found.'),
    port: dnsLabel(15).default(DEFAULTS.kubernetes[job].port).describe('Name of the port in its service.'),
  });

/** A secret beside the ServiceMonitors, with the bearer token of scrapes. */
const tokenSecret = z.strictObject({
  name: z
    .string()
    .max(253)
    .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, { error: 'the name of a secret' })
    .describe('Secret with the bearer token that scrapes send, in `namespace`.'),
  key: z
    .string()
    .regex(/^[\w.-]+$/, { error: 'a key of a secret' })
    .default('token')
    .describe('Key in that secret.'),
});

/** Settings of the objects for Kubernetes. */
export const kubernetes = z
  .strictObject({
    namespace: namespace()
      .default(DEFAULTS.kubernetes.namespace)
      .describe('Where the objects for Kubernetes go.'),
    labels: labels()
      .default({})
      .describe('Labels of the objects, by which the Prometheus Operator selects, e.g. `release`.'),
    application: service('application', 'the application').prefault({}),
    aiwatch: service('aiwatch', 'the aiwatch server').prefault({}),
    tokenSecret: tokenSecret
      .nullable()
      .default(null)
      .describe('The bearer token of scrapes; null where they need none.'),
  })
  .prefault({});
