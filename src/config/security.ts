import { z } from 'zod';
import { DEFAULT_TARGETS, DEFAULTS } from './defaults.ts';

const JOBS = Object.keys(DEFAULT_TARGETS) as (keyof typeof DEFAULT_TARGETS)[];

const tls = z.strictObject({
  caFile: z
    .string()
    .min(1)
    .default(DEFAULTS.security.caFile)
    .describe(
      'Certificate of the authority that signed those of the servers, seen from the configuration files of Prometheus and Alertmanager.',
    ),
  serverName: z
    .string()
    .min(1)
    .optional()
    .describe('Name that the certificates have to be for; without it that of the address.'),
});

const basicAuth = z.strictObject({
  username: z.string().min(1).default(DEFAULTS.security.username).describe('Name of the user.'),
  passwordFile: z
    .string()
    .min(1)
    .default(DEFAULTS.security.passwordFile)
    .describe('File with the password, seen from the same place.'),
});

/** How Prometheus, Alertmanager and Grafana connect to servers that have TLS and ask for a password. */
export const security = z.strictObject({
  tls: tls.nullable().default(null).describe('Connect by TLS; null for plain HTTP.'),
  basicAuth: basicAuth
    .nullable()
    .default(null)
    .describe('Send a user and a password; null for none. Where both apply, in place of the token.'),
  jobs: z
    .array(z.enum(JOBS))
    .default([...DEFAULTS.security.jobs])
    .describe('Scrape jobs whose servers have a web configuration file, and so TLS and passwords.'),
  grafanaSecretsDir: z
    .string()
    .startsWith('/', { error: 'an absolute path' })
    .default(DEFAULTS.security.grafanaSecretsDir)
    .describe('Folder that Grafana finds the files of `tls` and `basicAuth` in, under the same names.'),
});
