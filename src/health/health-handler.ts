import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HealthRegistry } from './health-registry.ts';
import { worstStatus } from './worst-status.ts';

/** Answers in any HTTP server: `http.createServer(handler)`, or `app.get('/health', handler)` of Express. */
export type HealthHandler = (request: IncomingMessage, response: ServerResponse) => void;

const WORKING: ReadonlySet<string> = new Set(['healthy', 'degraded', 'unknown']);

/**
 * Answers from the last results, at once: 200 while everything works, also badly, and 503 where something does not.
 * Details and errors stay inside, since health is asked for without a token.
 */
export function createHealthHandler(health: Pick<HealthRegistry, 'results'>): HealthHandler {
  return (_request, response) => {
    const results = health.results();
    const status = worstStatus(results.map(result => result.status));
    const checks = results.map(({ details: _details, error: _error, ...result }) => result);
    response
      .writeHead(WORKING.has(status) ? 200 : 503, {
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-store',
      })
      .end(JSON.stringify({ status, timestamp: Date.now(), uptime: process.uptime(), checks }));
  };
}
