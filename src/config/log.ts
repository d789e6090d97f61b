import { z } from 'zod';
import { DEFAULTS } from './defaults.ts';

/** The structured log of the server. */
export const log = z.strictObject({
  console: z
    .boolean()
    .default(DEFAULTS.log.console)
    .describe('Whether the lines go to standard output too, one JSON object each: for containers.'),
  dir: z
    .string()
    .min(1)
    .nullable()
    .default(DEFAULTS.log.dir)
    .describe('Folder of the rotating file; null for none.'),
  level: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default(DEFAULTS.log.level)
    .describe('Lines below it are left out.'),
  fileSizeBytes: z
    .int()
    .min(1024)
    .default(DEFAULTS.log.fileSizeBytes)
    .describe('Size at which another file is begun.'),
  fileCount: z.int().min(2).default(DEFAULTS.log.fileCount).describe('Files that are kept.'),
});
