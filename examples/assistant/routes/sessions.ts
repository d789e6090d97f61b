import type { FastifyInstance } from 'fastify';
import { USER_ID_PATTERN } from '../users.ts';
import type { Services } from './services.ts';

const START_BODY = {
  type: 'object',
  required: ['userId'],
  properties: {
    userId: { type: 'string', pattern: USER_ID_PATTERN },
    project: { type: 'string', minLength: 1, maxLength: 100 },
  },
} as const;

/** A session begins and ends. Nobody signs in: whoever reaches this server is believed who they are. */
export function addSessionRoutes(app: FastifyInstance, { sessions }: Services): void {
  app.post<{ Body: { userId: string; project?: string } }>(
    '/api/sessions',
    { schema: { body: START_BODY } },
    (request, reply) => {
      const { id } = sessions.start(request.body.userId, request.body.project);
      return reply.code(201).send({ sessionId: id });
    },
  );
  app.delete<{ Params: { sessionId: string } }>('/api/sessions/:sessionId', (request, reply) => {
    sessions.end(request.params.sessionId, request.headers);
    return reply.code(204).send();
  });
}
