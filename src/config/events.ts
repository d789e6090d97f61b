import { z } from 'zod';
import { EVENT_TYPES, type EventType } from '../catalogue/index.ts';
import { httpUrl } from './addresses.ts';
import { DEFAULTS } from './defaults.ts';
import { duration } from './durations.ts';
import { secret } from './secret-setting.ts';

const share = (what: string) => z.number().min(0).max(1).default(1).describe(what);

const sampling = z.strictObject({
  ...(Object.fromEntries(
    EVENT_TYPES.map(({ type }) => [type, share(`Share of the events of type ${type} that is kept.`)]),
  ) as Record<EventType, ReturnType<typeof share>>),
  custom: share('Share of the events of other types that is kept.'),
});

/** What is captured, and where an application's events go. */
export const events = z.strictObject({
  serverUrl: httpUrl()
    .optional()
    .describe(
      'aiwatch server that an application delivers its events to; without a destination none are made.',
    ),
  token: secret().optional().describe('Token of role `service` for it (`aiwatch token --role service`).'),
  databaseUrl: secret()
    .optional()
    .describe('PostgreSQL that an application puts its events into, instead of a server.'),
  sampling: sampling.prefault({}),
  batchSize: z
    .int()
    .min(1)
    .max(1000)
    .default(DEFAULTS.events.batchSize)
    .describe('Events that are delivered together; up to 1,000 while there is a backlog.'),
  flushInterval: duration()
    .prefault(DEFAULTS.events.flushInterval)
    .describe(
      'How long an event waits for others before it is delivered, or stored while nobody watches the live feed.',
    ),
  spoolDir: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Folder of the spool; in that of applications each has a folder, and there each process. Default: `spool` in `server.dataDir`; of applications, `spools`.',
    ),
  spoolMaxBytes: z
    .int()
    .min(1024 * 1024)
    .default(DEFAULTS.events.spoolMaxBytes)
    .describe('Bytes that may wait on the disk; when they do, events are refused with 503.'),
});
