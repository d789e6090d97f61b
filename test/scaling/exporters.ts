import type { IncomingHttpHeaders } from 'node:http';
import { startServer } from '../support/http-server.ts';

/** A target that counts how often it was scraped, as requests that it served. */
export interface TestTarget {
  /** host:port */
  readonly address: string;
  /** Headers of the last scrape. */
  headers(): IncomingHttpHeaders;
}

/** Starts an application or exporter; `more` are lines of its exposition, `contentType` what it says that it sends. */
export async function startTarget(more = '', contentType = 'text/plain; version=0.0.4'): Promise<TestTarget> {
  let scrapes = 0;
  let headers: IncomingHttpHeaders = {};
  const { port } = await startServer((request, response) => {
    scrapes += 1;
    headers = request.headers;
    if (contentType !== '') response.setHeader('content-type', contentType);
    const requests = `http_requests_total{method="GET",route="/",status_code="200"} ${scrapes}\n`;
    response.end(`# TYPE http_requests_total counter\n${requests}${more}`);
  });
  return { address: `127.0.0.1:${port}`, headers: () => headers };
}
