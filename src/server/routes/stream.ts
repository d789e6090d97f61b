import type { FastifyPluginCallback } from 'fastify';
import { eventStreamEncoding, parseSubscription } from '../../live/index.ts';
import { requireRole } from '../access/require-role.ts';
import type { LiveOptions } from '../live/live-plugin.ts';
import { openStream } from '../live/open-stream.ts';
import { userParameter } from '../schemas/parameters.ts';
import { readSchema } from '../schemas/read-schema.ts';

const WHERE = 'GET /api/v1/monitoring/stream';
const text = { type: 'string', maxLength: 200 } as const;

interface StreamQuery {
  readonly type?: string;
  readonly userId?: string;
  readonly sessionId?: string;
  readonly since?: string;
}

const schema = readSchema({
  tag: 'events',
  summary: 'Follows events as they are stored',
  description:
    'Server-Sent Events: first `data: {"type":"connected"}`, then one frame for each event, whose `id` is its position. `Last-Event-ID` (or `since`) begins behind a position.',
  query: { type: text, ...userParameter, sessionId: text, since: text },
  answer: {
    description: 'Events, without an end.',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  },
});

/** `GET /api/v1/monitoring/stream`: the live feed as Server-Sent Events, for administrators. */
export function createStreamRoute(options: LiveOptions): FastifyPluginCallback {
  return (app, _options, done) => {
    app.get<{ Querystring: StreamQuery }>(
      '/api/v1/monitoring/stream',
      { schema, exposeHeadRoute: false, onRequest: requireRole(WHERE, 'admin') },
      (request, reply) => {
        const { type, userId, sessionId, since } = request.query;
        const types = type === undefined ? undefined : [type];
        const subscription = parseSubscription(WHERE, {
          filter: { types, userId, sessionId },
          since: request.headers['last-event-id'] ?? since,
        });
        openStream(
          WHERE,
          { request, reply, subscription },
          {
            ...options,
            encoding: eventStreamEncoding,
            greeting: 'data: {"type":"connected"}\n\n',
          },
        );
      },
    );
    done();
  };
}
