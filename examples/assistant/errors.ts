import type { FastifyBaseLogger, FastifyError, FastifyReply, FastifyRequest } from 'fastify';

/** What an error says beside its message. */
interface ErrorDetails {
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** A refusal that the client is told about: its HTTP status, a stable code, and a message that gives nothing away. */
export class AssistantError extends Error {
  override readonly name = 'AssistantError';
  readonly statusCode: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(statusCode: number, code: string, message: string, { headers = {}, cause }: ErrorDetails = {}) {
    super(message, { cause });
    this.statusCode = statusCode;
    this.code = code;
    this.headers = headers;
  }
}

/**
 * What went wrong, as the client may know it: what is not known here is a 500 without details. Those are in the log,
 * where failures of the model are too, at a level of their own: they are expected, and counted.
 */
export function reportError(log: FastifyBaseLogger, error: unknown): AssistantError {
  const known = toKnownError(error);
  if (known === undefined) {
    log.error({ err: error }, 'a request failed');
    return new AssistantError(500, 'internal_error', 'Something went wrong on our side.');
  }
  if (known.statusCode >= 500) {
    log.info({ code: known.code, reason: String(known.cause ?? known.message) }, known.message);
  }
  return known;
}

function toKnownError(error: unknown): AssistantError | undefined {
  if (error instanceof AssistantError) {
    return error;
  }
  // Fastify's own refusals (validation, body too large, unsupported media type …) are meant for the client.
  if (error instanceof Error && isClientError(error)) {
    return new AssistantError(error.statusCode, 'request_invalid', error.message);
  }
  return undefined;
}

function isClientError(error: Error & Partial<FastifyError>): error is FastifyError & { statusCode: number } {
  return error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500;
}

/** Fastify's error handler: answers `{ error, message }`. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { statusCode, headers, code, message } = reportError(request.log, error);
  return reply.code(statusCode).headers(headers).type('application/json').send({ error: code, message });
}

/** Fastify's handler for what no route matches. */
export function sendNotFound(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.code(404).send({ error: 'not_found', message: 'There is nothing at this address.' });
}
