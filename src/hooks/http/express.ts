import type { IncomingMessage, ServerResponse } from 'node:http';
import { runInNewContext } from '../../events/index.ts';
import { type ExpressRequest, watchRoute } from './express-route.ts';
import { createHttpHook, type HttpHookOptions } from './http-hook.ts';

export type ExpressMiddleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/**
 * Makes the Express middleware: to be used on the application before everything else, so that it sees every request.
 * Used on a router only, it observes the requests that get there, and their templates begin at that router.
 */
export function createExpressMiddleware(options: HttpHookOptions): ExpressMiddleware {
  const hook = createHttpHook('express', options);
  const { problem } = options;
  const ipOf = problem.guard('express', (request: IncomingMessage & { readonly ip?: unknown }) => request.ip);
  const routeWatcher = problem.guard('express', (request: ExpressRequest) => watchRoute(request));
  return (request, response, next) => {
    const context = hook.contextOf(request);
    const routeOf = routeWatcher(request) ?? (() => undefined);
    hook.observe(request, response, context, { routeOf, ip: ipOf(request) });
    if (context === undefined) next();
    else runInNewContext(context, next);
  };
}
