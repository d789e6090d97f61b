import type { FastifyError, FastifyRequest } from 'fastify';
import { AiwatchError, type ErrorCode, isAiwatchError } from '../../errors.ts';
import { describeViolation } from './violation.ts';

/** The body of every answer that is an error. */
export interface ErrorBody {
  readonly error: ErrorCode;
  readonly message: string;
  readonly field?: string;
  readonly expected?: string;
  readonly found?: string;
  /** Of a failure of the server: the id by which its log has more. */
  readonly id?: string;
}

/** The status of an error that leaves a route; what is not listed is a failure of the server. */
const STATUS: Partial<Readonly<Record<ErrorCode, number>>> = {
  REQUEST_INVALID: 400,
  REQUEST_MALFORMED: 400,
  EVENT_INVALID: 400,
  EVENT_TOO_OLD: 400,
  EVENT_TOO_LARGE: 413,
  CURSOR_INVALID: 400,
  LIVE_SUBSCRIPTION_INVALID: 400,
  TOKEN_MISSING: 401,
  TOKEN_INVALID: 401,
  TOKEN_EXPIRED: 401,
  TOKEN_REVOKED: 401,
  SIGN_IN_CODE_INVALID: 401,
  ROLE_REFUSED: 403,
  ORIGIN_REFUSED: 403,
  HOST_REFUSED: 403,
  OIDC_NOT_CONFIGURED: 404,
  OIDC_STATE_INVALID: 400,
  OIDC_FAILED: 401,
  OIDC_ROLE_MISSING: 403,
  OIDC_UNREACHABLE: 503,
  USER_REFUSED: 403,
  LIVE_ORIGIN_REFUSED: 403,
  ROUTE_UNKNOWN: 404,
  INCIDENT_UNKNOWN: 404,
  REQUEST_TOO_LARGE: 413,
  MEDIA_TYPE_UNSUPPORTED: 415,
  RATE_LIMITED: 429,
  DATA_FILE_UNWRITABLE: 507,
  TOKEN_KEYS_UNREACHABLE: 503,
  INTAKE_BUSY: 503,
  LIVE_CONNECTIONS_FULL: 503,
  SPOOL_FULL: 503,
  SPOOL_BUSY: 503,
  SPOOL_FAILED: 503,
  SPOOL_CLOSED: 503,
  STORE_UNAVAILABLE: 503,
};

const INTERNAL_STATUS = 500;

/** The status that an error of aiwatch is answered with, 400 to 507. */
export function statusOf(error: AiwatchError): number {
  return STATUS[error.code] ?? INTERNAL_STATUS;
}

/** What Fastify itself refuses, by the status that it would answer with. */
function refusedByFastify(where: string, error: FastifyError): AiwatchError | undefined {
  const { statusCode = INTERNAL_STATUS, code } = error;
  if (statusCode < 400 || statusCode >= INTERNAL_STATUS) return undefined;
  if (statusCode === 413)
    return new AiwatchError('REQUEST_TOO_LARGE', { where, found: 'a larger body', field: 'body' });
  if (statusCode === 415)
    return new AiwatchError('MEDIA_TYPE_UNSUPPORTED', { where, found: 'another one', field: 'content-type' });
  const found = code === 'FST_ERR_CTP_EMPTY_JSON_BODY' ? 'an empty body' : 'something else';
  return new AiwatchError('REQUEST_MALFORMED', { where, found });
}

/** Any error as one of aiwatch; undefined for what nobody expected. */
export function explainError(error: unknown, request: FastifyRequest): AiwatchError | undefined {
  if (isAiwatchError(error)) return statusOf(error) === INTERNAL_STATUS ? undefined : error;
  const where = `${request.method} ${request.routeOptions.url ?? 'this path'}`;
  const fastifyError = error as FastifyError;
  const violation = fastifyError?.validation?.[0];
  if (violation === undefined)
    return error instanceof Error ? refusedByFastify(where, fastifyError) : undefined;
  const part = fastifyError.validationContext ?? 'body';
  const facts = describeViolation(part, violation, partOf(request, part));
  return new AiwatchError('REQUEST_INVALID', { where, ...facts });
}

/** What Fastify calls the query string is in `query`. */
function partOf(request: FastifyRequest, part: string): unknown {
  return part === 'querystring' ? request.query : request[part as 'body' | 'params' | 'headers'];
}

/** The body that tells a client of an error. */
export function buildErrorBody({ code, message, field, expected, found }: AiwatchError): ErrorBody {
  return { error: code, message, ...(field !== undefined && { field }), expected, found };
}
