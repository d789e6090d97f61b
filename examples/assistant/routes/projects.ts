import type { FastifyInstance } from 'fastify';
import { createProject, TEMPLATE_NAMES, type TemplateName } from '../projects.ts';
import type { Services } from './services.ts';

const CREATE_BODY = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$' },
    template: { type: 'string', enum: TEMPLATE_NAMES },
  },
} as const;

/** `POST /api/projects`: a new folder in the workspace, filled from a template. */
export function addProjectRoutes(app: FastifyInstance, { monitoring, sessions, findUser }: Services): void {
  app.post<{ Body: { name: string; template?: TemplateName } }>(
    '/api/projects',
    { schema: { body: CREATE_BODY } },
    async (request, reply) => {
      const { workspace } = findUser(sessions.require(request.headers).userId);
      const { name, template = 'typescript' } = request.body;
      const files = await createProject(monitoring, workspace, name, template);
      return reply.code(201).send({ name, files });
    },
  );
}
