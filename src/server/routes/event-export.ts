import { Readable } from 'node:stream';
import type { FastifyPluginCallback } from 'fastify';
import { EXPORT_FORMATS, type ExportFormatName } from '../../api/events.ts';
import type { ActivityEvent } from '../../events/index.ts';
import { readEvents, type Store } from '../../store/index.ts';
import { identityOf } from '../access/identity.ts';
import { mayReadUser } from '../access/may-read-user.ts';
import { requireRole } from '../access/require-role.ts';
import { eventFormats, formatPages } from '../questions/event-formats.ts';
import { parseRange } from '../questions/parse-range.ts';
import { eventSchema } from '../schemas/event-schema.ts';
import { eventParameters } from '../schemas/parameters.ts';
import { readSchema } from '../schemas/read-schema.ts';
import type { EventQuery } from './event-history.ts';

const schema = readSchema({
  tag: 'events',
  summary: 'Exports events, the oldest first',
  description:
    'Streamed: it may be of any length. Without an end it ends at the time of the request. If the connection breaks off before the end, something failed meanwhile.',
  query: { ...eventParameters, format: { enum: EXPORT_FORMATS, default: 'json' } },
  answer: {
    description: 'All events that match.',
    content: {
      'text/csv': { schema: { type: 'string' } },
      'application/json': { schema: { type: 'array', items: eventSchema } },
      'application/x-ndjson': { schema: { type: 'string' } },
    },
  },
});

const WHERE = 'GET /api/v1/monitoring/export';

/** `GET /api/v1/monitoring/export`: events as a file. */
export function createEventExportRoute({
  store: { pool },
}: {
  readonly store: Store;
}): FastifyPluginCallback {
  return (app, _options, done) => {
    app.get<{ Querystring: EventQuery & { format: ExportFormatName } }>(
      '/api/v1/monitoring/export',
      // What it would be worth to know of it beforehand it cannot say.
      { schema, exposeHeadRoute: false, onRequest: requireRole(WHERE, 'admin', 'user') },
      async (request, reply) => {
        const { format, ...query } = request.query;
        const userId = mayReadUser(identityOf(request), query.userId);
        const pages = readEvents(pool, { ...query, ...parseRange(query), userId });
        // What fails at once is answered as an error, before anything is sent.
        const first = await pages.next();
        const stream = Readable.from(formatPages(eventFormats[format], withFirst(first, pages)));
        const day = new Date().toISOString().slice(0, 10);
        return reply
          .type(eventFormats[format].contentType)
          .header('content-disposition', `attachment; filename="events-${day}.${format}"`)
          .send(stream);
      },
    );
    done();
  };
}

type Pages = AsyncGenerator<readonly ActivityEvent[], void>;

/** Pages of which the first was taken already. */
async function* withFirst(first: Awaited<ReturnType<Pages['next']>>, others: Pages): Pages {
  if (first.done === true) return;
  yield first.value;
  yield* others;
}
