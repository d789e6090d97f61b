import type { FastifyServerOptions } from 'fastify';
import { answerClientError } from './client-error.ts';
import { answerError } from './error-plugin.ts';

/** Options of every Fastify of ours: nothing is converted, added or dropped to make a request fit its schema. */
export const STRICT_OPTIONS = {
  ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: true } },
  frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
  clientErrorHandler: answerClientError,
  requestIdHeader: false,
  disableRequestLogging: true,
} satisfies FastifyServerOptions;
