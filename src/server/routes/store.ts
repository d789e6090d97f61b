import type { FastifyPluginAsync } from 'fastify';
import type { Store } from '../../store/index.ts';
import { createDeadLetterRoutes } from './dead-letters.ts';
import { createDeliveryRoutes } from './deliveries.ts';
import { createQuestionRoutes } from './questions.ts';

/** All routes that read the store, or mend what is in it. */
export function createStoreRoutes(options: { readonly store: Store }): FastifyPluginAsync {
  return async app => {
    await app.register(createQuestionRoutes(options));
    await app.register(createDeadLetterRoutes(options));
    await app.register(createDeliveryRoutes(options));
  };
}
