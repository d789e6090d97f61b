import { z } from 'zod';
import { httpUrl } from './addresses.ts';
import { DEFAULTS } from './defaults.ts';
import { duration } from './durations.ts';

/** The audit trail's signed checkpoints. */
export const audit = z.strictObject({
  keyFile: z
    .string()
    .min(1)
    .optional()
    .describe('Key that signs; servers of one database share it. Default: in `server.dataDir`.'),
  origin: z
    .string()
    .regex(/^[^\s+]+$/, { error: 'a name without spaces and +' })
    .default(DEFAULTS.audit.origin)
    .describe('Name of the log in its checkpoints; best a domain and path that are yours.'),
  checkpointInterval: duration()
    .prefault(DEFAULTS.audit.checkpointInterval)
    .describe('How often a checkpoint is signed where the log has grown.'),
  checkpointUrl: httpUrl().optional().describe('Where each checkpoint is sent to by POST, as text.'),
});
