import { z } from 'zod';
import { DEFAULTS } from './defaults.ts';
import { duration } from './durations.ts';
import { secret } from './secret-setting.ts';

/** Where `aiwatch serve` keeps events, and how long. */
export const store = z.strictObject({
  databaseUrl: secret()
    .optional()
    .describe('PostgreSQL of the server. Default: one of its own, in `server.dataDir`.'),
  maxConnections: z
    .int()
    .min(4)
    .default(DEFAULTS.store.maxConnections)
    .describe('Connections to it at the most.'),
  retentionDays: z
    .int()
    .min(1)
    .default(DEFAULTS.store.retentionDays)
    .describe('Days that events, request logs and system samples are kept.'),
  cleanupInterval: duration()
    .prefault(DEFAULTS.store.cleanupInterval)
    .describe('How often is looked for what is older.'),
  rollupRetentionDays: z
    .int()
    .min(1)
    .default(DEFAULTS.store.rollupRetentionDays)
    .describe('Days that counts, and the details of actions in the audit trail, are kept.'),
});
