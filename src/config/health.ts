import { z } from 'zod';
import { httpUrl } from './addresses.ts';
import { DEFAULTS } from './defaults.ts';
import { duration } from './durations.ts';

/** Checks that the server makes anyhow; services need names of their own. */
const TAKEN_NAMES: readonly string[] = ['database', 'schema', 'spool', 'memory', 'audit', 'applications'];

const service = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(100)
    .refine(name => !TAKEN_NAMES.includes(name), { error: `none of ${TAKEN_NAMES.join(', ')}` })
    .describe('Its name on the Monitoring page, and the label `check` of its metrics.'),
  url: httpUrl().describe('Address that is asked, without a key; any answer below 500 says that it works.'),
  kind: z
    .enum(['outside_api', 'ai_provider'])
    .default('outside_api')
    .describe('Whether it is a provider of models.'),
});

/** What the server checks beyond its own parts. */
export const health = z.strictObject({
  services: z
    .array(service)
    .max(50)
    .refine(services => new Set(services.map(({ name }) => name)).size === services.length, {
      error: 'services with different names',
    })
    .default([])
    .describe('Services outside that applications need, each of which is asked every five minutes.'),
  applicationSilentAfter: duration()
    .prefault(DEFAULTS.health.applicationSilentAfter)
    .describe('An application without events for so long is degraded (yellow).'),
  applicationDownAfter: duration()
    .prefault(DEFAULTS.health.applicationDownAfter)
    .describe('An application without events for so long is unhealthy (red).'),
});
