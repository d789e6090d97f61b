import { type FastifyServerOptions, LogController } from 'fastify';
import { EVENT_LIMITS } from '../../catalogue/events/index.ts';
import { answerClientError } from './client-error.ts';
import { answerError } from './error-plugin.ts';

/** A request that takes longer to arrive holds its connection for nothing; a full body needs 300 kB a second. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Options of every Fastify of ours: nothing is converted, added or dropped to make a request fit its schema. */
export const STRICT_OPTIONS = {
  ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: true } },
  frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
  clientErrorHandler: answerClientError,
  requestTimeout: REQUEST_TIMEOUT_MS,
  requestIdHeader: false,
  // Users are in paths by their ids; Fastify itself knows no path with more than 100 characters of one.
  routerOptions: { maxParamLength: EVENT_LIMITS.idLength },
  logController: new LogController({ disableRequestLogging: true }),
} satisfies FastifyServerOptions;

/**
 * Options of the listener under it. Node.js takes the longer of both times for the whole request, so that of the headers
 * has to be the shorter one.
 */
export const LISTENER_OPTIONS = { headersTimeout: 20_000, connectionsCheckingInterval: 5000 } as const;
