import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { buildEventSchemas } from '../schemas/event-types.ts';

export interface OpenapiOptions {
  /** Of aiwatch. */
  readonly version: string;
}

/** Everything comes from this server, scripts from files alone; the page brings a style of its own, which does no harm. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const DESCRIPTION = `Observability for AI applications: what their users do, as events that can be asked about.

Send a token as \`Authorization: Bearer …\`; \`aiwatch token\` makes one. An administrator (\`admin\`) sees everything, a user
(\`user\`) their own data, a service (\`service\`) only delivers. Every answer that is an error has a stable code, and says
what was expected and what was found. The data of each type of event is described under the schemas below.`;

const TAGS = [
  { name: 'events', description: 'What happened, and statistics of it.' },
  { name: 'analytics', description: 'Activity over time.' },
  { name: 'operation', description: 'How the service and its host are.' },
  { name: 'privacy', description: 'What is kept about one user: consent, export, erasure.' },
  { name: 'audit', description: 'Who did what, and the proof that nothing was changed.' },
  { name: 'deliveries', description: 'Events that could not be delivered to the outside.' },
  { name: 'panel', description: 'Signing in to the admin panel, and what it has to know.' },
  { name: 'delivery', description: 'What other programs report.' },
];

const SECURITY = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A token of `aiwatch token`, or of the identity provider.',
  },
  metrics: {
    type: 'http',
    scheme: 'bearer',
    description: 'What Prometheus sends to `/metrics`; nothing is needed from the machine itself.',
  },
} as const;

/**
 * Describes every route that is registered after it: a page at `/docs`, and OpenAPI 3.1 at `/docs/json` and `/docs/yaml`.
 * Open to everybody who reaches the server: they hold no data.
 */
export function createOpenapiPlugin({ version }: OpenapiOptions): FastifyPluginAsync {
  const plugin = async (app: FastifyInstance): Promise<void> => {
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: { title: 'aiwatch', version, description: DESCRIPTION },
        tags: TAGS,
        components: { securitySchemes: SECURITY, schemas: buildEventSchemas() },
      },
    });
    await app.register(swaggerUi, {
      routePrefix: '/docs',
      staticCSP: PAGE_POLICY,
      uiConfig: { validatorUrl: null, docExpansion: 'list', persistAuthorization: false },
      theme: { title: 'aiwatch API' },
    });
  };
  return fastifyPlugin(plugin, { name: 'aiwatch-openapi', fastify: '>=5' });
}
