import type { FastifyInstance } from 'fastify';
import type { Services } from './services.ts';

const CREATE_BODY = {
  type: 'object',
  required: ['message'],
  // One line of printable text.
  properties: { message: { type: 'string', pattern: '^[^\\p{Cc}]*\\S[^\\p{Cc}]*$', maxLength: 200 } },
} as const;

interface VersionRoute {
  readonly Params: { readonly id: string };
}

/** The versions of the user's workspace. */
export function addVersionRoutes(app: FastifyInstance, { sessions, findUser }: Services): void {
  app.get('/api/versions', async request => {
    const { versions } = findUser(sessions.require(request.headers).userId);
    return { versions: await versions.list() };
  });

  app.post<{ Body: { message: string } }>(
    '/api/versions',
    { schema: { body: CREATE_BODY } },
    async (request, reply) => {
      const { versions } = findUser(sessions.require(request.headers).userId);
      const id = await versions.create(request.body.message);
      return reply.code(201).send({ id });
    },
  );

  app.post<VersionRoute>('/api/versions/:id/restore', async (request, reply) => {
    const { versions } = findUser(sessions.require(request.headers).userId);
    await versions.restore(request.params.id);
    return reply.send({ id: request.params.id });
  });

  app.delete<VersionRoute>('/api/versions/:id', async (request, reply) => {
    const { versions } = findUser(sessions.require(request.headers).userId);
    await versions.delete(request.params.id);
    return reply.code(204).send();
  });
}
