import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { AiwatchError, describe } from '../../errors.ts';
import { runInNewContext } from '../../events/index.ts';
import { createHttpHook, type HttpHookOptions } from './http-hook.ts';

export interface NodeServerHookOptions {
  /** The template of the route of a request, e.g. `/users/:id`; undefined, and no function, count as unmatched. */
  readonly route?: (request: IncomingMessage) => string | undefined;
}

/** What a server emits with a request and a response: one of these for each request. */
const REQUEST_EVENTS: ReadonlySet<string | symbol> = new Set([
  'request',
  'checkContinue',
  'checkExpectation',
]);

/**
 * Observes every request of a `node:http` (or https) server, those of listeners added later included.
 * Throws HOOK_TARGET_INVALID for something that is no server.
 * @returns takes the hook off again.
 */
export function instrumentServer(
  server: Server,
  { route = () => undefined }: NodeServerHookOptions,
  options: HttpHookOptions,
): () => void {
  if (typeof server?.emit !== 'function') {
    throw new AiwatchError('HOOK_TARGET_INVALID', { where: 'instrumentServer()', found: describe(server) });
  }
  const hook = createHttpHook('http', options);
  const emit = server.emit as (event: string | symbol, ...args: readonly unknown[]) => boolean;
  let isActive = true;
  const observed: typeof emit = function (this: Server, event, ...args) {
    if (!isActive || !REQUEST_EVENTS.has(event)) return emit.call(this, event, ...args);
    const [request, response] = args as Parameters<RequestListener>;
    const context = hook.contextOf(request);
    hook.observe(request, response, context, { routeOf: () => route(request) });
    const pass = () => emit.call(this, event, request, response);
    return context === undefined ? pass() : runInNewContext(context, pass);
  };
  server.emit = observed;
  return () => {
    // Whoever wrapped `emit` later keeps calling this one.
    isActive = false;
    if (server.emit === observed) server.emit = emit;
  };
}
