import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type AiwatchError, isAiwatchError } from '../errors.ts';
import { checkAccess, type ScrapeAccess } from './access.ts';
import { buildRefusal, type Refusal } from './refusal.ts';
import type { ScrapeRequest, ScrapeResponse, Scraper } from './scraper.ts';

/** Answers a scrape with plain Node.js objects, so that it fits any HTTP server. */
export type MetricsHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Makes the handler of `/metrics`. It never throws; a scraper that hangs up ends the work. */
export function createMetricsHandler(scraper: Scraper, access: ScrapeAccess = {}): MetricsHandler {
  return async (request, response) => {
    try {
      await answer(scraper, access, request, response);
    } catch {
      // The scraper hung up, rendering failed half-way, or somebody else had begun to answer: the response is broken
      // off, which is all that can be said. What somebody else has finished may still be on its way.
      if (!response.writableEnded) response.destroy();
    }
  };
}

async function answer(
  scraper: Scraper,
  access: ScrapeAccess,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse(response, 405, 'GET or HEAD only.', { allow: 'GET, HEAD' });
  try {
    await checkAccess('scrape', request, access);
  } catch (error) {
    const { status, headers } = buildRefusal(error, access);
    return refuse(response, status, isAiwatchError(error) ? error.message : 'Refused.', headers);
  }
  await send(response, scraper.scrape(readScrapeRequest(request)), request.method === 'HEAD');
}

/** What a request's headers and query ask for; nonsense asks for nothing. */
function readScrapeRequest(request: IncomingMessage): ScrapeRequest {
  const timeout = Number(request.headers['x-prometheus-scrape-timeout-seconds']);
  const query = request.url?.split('?', 2)[1];
  return {
    accept: request.headers.accept,
    acceptEncoding: request.headers['accept-encoding']?.toString(),
    names: query === undefined ? [] : new URLSearchParams(query).getAll('name[]'),
    timeoutSeconds: Number.isFinite(timeout) ? timeout : undefined,
  };
}

async function send(
  response: ServerResponse,
  { headers, body }: ScrapeResponse,
  headOnly: boolean,
): Promise<void> {
  try {
    response.writeHead(200, headers);
    if (headOnly) response.end();
    else await pipeline(Readable.from(body), response);
  } finally {
    // Not awaited: what is being read just now may take its time.
    void body.return(undefined);
  }
}

function refuse(
  response: ServerResponse,
  status: Refusal['status'] | 405,
  message: AiwatchError['message'],
  headers: OutgoingHttpHeaders,
): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers });
  response.end(`${message}\n`);
}
