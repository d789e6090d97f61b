import { z } from 'zod';
import { DEFAULTS } from './defaults.ts';
import { secret } from './secret-setting.ts';

/** What of an event may be kept. */
export const privacy = z.strictObject({
  captureLevel: z
    .enum(['none', 'metadata', 'redacted', 'full'])
    .default(DEFAULTS.privacy.captureLevel)
    .describe(
      'none: no events. metadata: nothing that people or models wrote. redacted: texts without personal data. full: texts as they are. Secrets are removed at every level.',
    ),
  personalData: z
    .enum(['mask', 'hash', 'keep'])
    .default(DEFAULTS.privacy.personalData)
    .describe('What becomes of addresses, telephone numbers and the like in texts.'),
  anonymizeUsers: z
    .boolean()
    .default(DEFAULTS.privacy.anonymizeUsers)
    .describe('Whether ids and names of users are replaced by keyed hashes.'),
  hashKey: secret()
    .optional()
    .describe(
      'Key of the hashes. Default: keys/hash.key in server.dataDir, made at the first start. Applications and servers of one database need the same.',
    ),
  fileContents: z
    .boolean()
    .default(DEFAULTS.privacy.fileContents)
    .describe('Whether contents of files, which tools read and write, are kept.'),
  respectDnt: z
    .boolean()
    .default(DEFAULTS.privacy.respectDnt)
    .describe('Whether requests that carry `DNT: 1` or `Sec-GPC: 1` make no events.'),
  dataRetentionDays: z
    .int()
    .min(1)
    .optional()
    .describe('Days that events are kept; the shorter of this and `store.retentionDays` holds.'),
});
