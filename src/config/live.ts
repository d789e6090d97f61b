import { z } from 'zod';
import { httpUrl } from './addresses.ts';
import { DEFAULTS } from './defaults.ts';

/** The live feed of `aiwatch serve`. */
export const live = z.strictObject({
  allowedOrigins: z
    .array(httpUrl())
    .default([])
    .describe(
      "Origins of pages, beside the server's own, that may open sockets, e.g. https://admin.example.com.",
    ),
  maxConnections: z.int().min(1).default(DEFAULTS.live.maxConnections).describe('Connections to it at once.'),
});
