import { access } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { AiwatchError, describe } from '../../errors.ts';
import { isForeignHost } from '../access/request-host.ts';
import { sendMessagePage, wantsPage } from './message-page.ts';
import { panelHeaders } from './panel-headers.ts';

export interface ServePanelOptions {
  /** What Vite built: `index.html`, and `assets` whose names have a hash of their content. */
  readonly folder: string;
}

const INDEX = 'index.html';
const IMMUTABLE = { maxAge: '365d', immutable: true };
/** Files without a hash in their name: an icon, a manifest. */
const SHORT = { maxAge: '1h' };

/** Paths that are no pages of the panel, whether there is something or not. */
const OTHER_PATHS = /^\/(?:\.|(?:api|assets|debug|docs|health|metrics|runbooks|socket\.io)(?:\/|$))/;
/** A file beside index.html; none that is hidden. */
const FILE = /^\/([\w-][\w.-]*\.\w+)$/;

const pathOf = ({ url }: FastifyRequest) => url.split('?', 1)[0]!;

/** Every page of the panel is the same document, which shows what its path says. */
async function sendIndex(reply: FastifyReply, folder: string): Promise<FastifyReply> {
  const isBuilt = await access(join(folder, INDEX)).then(
    () => true,
    () => false,
  );
  if (isBuilt) return reply.header('cache-control', 'no-cache').sendFile(INDEX, { cacheControl: false });
  return sendMessagePage(reply, {
    statusCode: 503,
    title: 'The admin panel is not built',
    paragraphs: [
      `The server runs, but there is no ${INDEX} in ${folder}. The published package brings it; in a checkout of the source it is built by:`,
    ],
    command: 'npm run build',
    link: { href: '/docs', text: 'The API, described' },
  });
}

/** The page for who comes under a name that the server does not know. */
function sendForeignHost({ host, headers }: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error = new AiwatchError('HOST_REFUSED', { where: 'the panel', found: describe(host) });
  if (!wantsPage(headers)) throw error;
  const title = 'Not under this name';
  return sendMessagePage(reply, { statusCode: 403, title, paragraphs: [error.message] });
}

/**
 * Serves the panel: `/`, its assets, and `index.html` for every page in it. Open to everybody who reaches the server
 * under its own name: the files are the same for all, and hold no data.
 */
export function createPanelFiles({ folder }: ServePanelOptions): FastifyPluginAsync {
  return async (app: FastifyInstance) => {
    // Beside each file, one with `.br` or `.gz` where the build has compressed it.
    await app.register(fastifyStatic, {
      root: folder,
      serve: false,
      preCompressed: true,
      dotfiles: 'ignore',
    });
    app.addHook('onRequest', async (request, reply) => {
      reply.headers(panelHeaders(request));
      if (isForeignHost(request.raw, request.host, request.server.gate.publicUrl))
        return sendForeignHost(request, reply);
      return undefined;
    });
    const schema = { hide: true };
    app.get<{ Params: { '*': string } }>('/assets/*', { schema }, (request, reply) =>
      reply.sendFile(`assets/${request.params['*']}`, IMMUTABLE),
    );
    app.get('/*', { schema }, (request, reply) => {
      const path = pathOf(request);
      const [, file] = FILE.exec(path) ?? [];
      if (file !== undefined && file !== INDEX) return reply.sendFile(file, SHORT);
      const isPage =
        path === '/' || file === INDEX || (wantsPage(request.headers) && !OTHER_PATHS.test(path));
      return isPage ? sendIndex(reply, folder) : reply.callNotFound();
    });
  };
}
