import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance } from 'fastify';

/** Told by Fastify of every instance that is made, before it has a route. */
const CHANNEL = 'fastify.initialization';

/**
 * Collects the routes of the server that `open` makes, those that are hidden from the description of the API included.
 * @returns what `open` returned, and each route as `GET /path`
 */
export async function collectRoutes<Opened>(
  open: () => Promise<Opened>,
): Promise<{ readonly opened: Opened; readonly routes: readonly string[] }> {
  const routes = new Set<string>();
  const watch = (message: unknown) => {
    const { fastify } = message as { readonly fastify: FastifyInstance };
    fastify.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) routes.add(`${one} ${url}`);
    });
  };
  subscribe(CHANNEL, watch);
  try {
    const opened = await open();
    return { opened, routes: [...routes].sort() };
  } finally {
    unsubscribe(CHANNEL, watch);
  }
}
