import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { FastifyPluginCallback, FastifyReply } from 'fastify';
import { ALERTS } from '../../catalogue/index.ts';
import { buildPage, escapeHtml, PAGE_POLICY, renderRunbook } from '../runbook-page.ts';
import { errorAnswers } from '../schemas/error-schema.ts';

/** Where the package keeps them. */
const FOLDER = fileURLToPath(new URL('../../../docs/runbooks/', import.meta.url));
const SUFFIX = '.md';

export interface RunbookRouteOptions {
  /** Prometheus as people reach it; the queries of a runbook link there. */
  readonly prometheusUrl: string;
  /** The `job` label of the application's series; the queries ask for it. */
  readonly applicationJob: string;
}

const listNames = async (): Promise<readonly string[]> =>
  (await readdir(FOLDER))
    .filter(file => file.endsWith(SUFFIX))
    .map(file => file.slice(0, -SUFFIX.length))
    .sort();

function sendPage(reply: FastifyReply, statusCode: number, html: string): FastifyReply {
  return reply
    .code(statusCode)
    .type('text/html; charset=utf-8')
    .header('content-security-policy', PAGE_POLICY)
    .header('x-content-type-options', 'nosniff')
    .send(html);
}

function buildIndex(names: readonly string[]): string {
  const items = names.map(name => `<li><a href="runbooks/${escapeHtml(name)}">${escapeHtml(name)}</a></li>`);
  return buildPage('Runbooks', `<h1>Runbooks</h1>\n<ul>\n${items.join('\n')}\n</ul>`);
}

function buildUnknown(name: string): string {
  return buildPage(
    'No such runbook',
    `<h1>No such runbook</h1>
<p>There is no page for <code>${escapeHtml(name)}</code>. An alert of your own can name its page by the annotation
<code>runbook_url</code>.</p>
<p><a href="../runbooks">All runbooks</a></p>`,
  );
}

/** The page that several alerts share, by the name of one of them. */
const sharedPage = (name: string) => ALERTS.find(alert => alert.name === name)?.runbook;

const page = { description: 'A page.', content: { 'text/html': { schema: { type: 'string' } } } } as const;
const schemas = {
  index: { tags: ['operation'], summary: 'Lists the runbooks', response: { 200: page, ...errorAnswers } },
  page: {
    tags: ['operation'],
    summary: 'Says what to do about an alert',
    response: { 200: page, 404: page, ...errorAnswers },
  },
} as const;

/**
 * `GET /runbooks` and `GET /runbooks/:name`: what to do about each alert, of the version that is installed. Open to
 * everybody who reaches the server: they are documents, and hold no data.
 */
export function createRunbookRoutes(options: RunbookRouteOptions): FastifyPluginCallback {
  return (app, _options, done) => {
    app.get('/runbooks', { schema: schemas.index }, async (_request, reply) =>
      sendPage(reply, 200, buildIndex(await listNames())),
    );
    app.get<{ Params: { name: string } }>(
      '/runbooks/:name',
      { schema: schemas.page },
      async (request, reply) => {
        const { name } = request.params;
        const shared = sharedPage(name);
        if (shared !== undefined) return reply.redirect(`/runbooks/${shared}`);
        // The name is looked up, never put into a path: a request cannot lead out of the folder.
        if (!(await listNames()).includes(name)) return sendPage(reply, 404, buildUnknown(name));
        const markdown = await readFile(`${FOLDER}${name}${SUFFIX}`, 'utf8');
        return sendPage(reply, 200, renderRunbook(name, markdown, options));
      },
    );
    done();
  };
}
