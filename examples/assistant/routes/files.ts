import type { FastifyInstance } from 'fastify';
import type { Services } from './services.ts';

interface FileRoute {
  readonly Params: { readonly '*': string };
}

/** The files of the user's workspace, without the model. */
export function addFileRoutes(app: FastifyInstance, { sessions, findUser }: Services): void {
  app.get('/api/files', async request => {
    const { workspace } = findUser(sessions.require(request.headers).userId);
    return { files: await workspace.list() };
  });

  app.get<FileRoute>('/api/files/*', async (request, reply) => {
    const { workspace } = findUser(sessions.require(request.headers).userId);
    const text = await workspace.read(request.params['*']);
    // Users write these files: a browser is to show them as the text that they are.
    return reply.type('text/plain; charset=utf-8').header('x-content-type-options', 'nosniff').send(text);
  });

  app.put<FileRoute>('/api/files/*', async (request, reply) => {
    const { workspace } = findUser(sessions.require(request.headers).userId);
    const text = typeof request.body === 'string' ? request.body : '';
    const outcome = await workspace.write(request.params['*'], text);
    return reply.code(outcome === 'created' ? 201 : 200).send({ outcome });
  });

  app.delete<FileRoute>('/api/files/*', async (request, reply) => {
    const { workspace } = findUser(sessions.require(request.headers).userId);
    await workspace.delete(request.params['*']);
    return reply.code(204).send();
  });
}
