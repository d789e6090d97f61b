import type { FastifyPluginCallback } from 'fastify';
import { parseSubscription, plainStreamEncoding } from '../../live/index.ts';
import { requireRole } from '../access/require-role.ts';
import type { LiveOptions } from '../live/live-plugin.ts';
import { openStream } from '../live/open-stream.ts';
import { readSchema } from '../schemas/read-schema.ts';

const WHERE = 'GET /debug/message-stream';

const schema = readSchema({
  tag: 'operation',
  summary: 'Follows messages of users as they are stored',
  description:
    'Server-Sent Events with `user_id`, `user_name`, `message_text`, `timestamp` and `response_time` (in ms). `Last-Event-ID` begins behind a position.',
  answer: {
    description: 'Messages, without an end.',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  },
});

/** `GET /debug/message-stream`: messages as Server-Sent Events, for administrators. */
export function createMessageStreamRoute(options: LiveOptions): FastifyPluginCallback {
  return (app, _options, done) => {
    app.get(
      '/debug/message-stream',
      { schema, exposeHeadRoute: false, onRequest: requireRole(WHERE, 'admin') },
      (request, reply) => {
        const since = request.headers['last-event-id'];
        const subscription = parseSubscription(WHERE, { channels: ['messages'], since });
        openStream(
          WHERE,
          { request, reply, subscription },
          {
            ...options,
            encoding: plainStreamEncoding,
            greeting: ': connected\n\n',
          },
        );
      },
    );
    done();
  };
}
