import type { AiErrorType } from '../../recorders/index.ts';

/** What providers' clients put on their errors: an HTTP status, a code or a type, a cause. */
interface ProviderError {
  readonly status?: unknown;
  readonly statusCode?: unknown;
  readonly code?: unknown;
  readonly type?: unknown;
  readonly name?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  /** What the AI SDK gave up on, after several attempts. */
  readonly lastError?: unknown;
}

/** By the codes and types of OpenAI's, Anthropic's and Google's errors, which say more than the status. */
const BY_WORD: readonly (readonly [RegExp, AiErrorType])[] = [
  [/context_length|context window|too many tokens|prompt is too long/i, 'context_length'],
  [/content_filter|content_policy|safety/i, 'content_filter'],
  [/overloaded/i, 'overloaded'],
  [/rate_limit|insufficient_quota|resource_exhausted/i, 'rate_limit'],
];

const BY_STATUS: Readonly<Record<number, AiErrorType>> = {
  400: 'invalid_request',
  401: 'authentication',
  403: 'permission',
  404: 'not_found',
  408: 'timeout',
  413: 'context_length',
  422: 'invalid_request',
  429: 'rate_limit',
  503: 'overloaded',
  504: 'timeout',
  529: 'overloaded',
};

const NETWORK_CODE =
  /^(ECONN|ENOTFOUND|EPIPE|EAI_|EHOSTUNREACH|ENETUNREACH|UND_ERR_SOCKET|ERR_STREAM_PREMATURE_CLOSE)/;
const TIMEOUT_WORD = /time(?:d ?)?-?out/i;
const SERVER_ERROR_WORD = /server_error|internal_error/i;
/** Errors that wrap one another, or themselves, are followed so far. */
const MAX_CAUSES = 5;
const NETWORK_WORD = /connection|terminated|fetch failed|socket|premature/i;

/** The kind of an error that a call to a model threw, whichever client threw it. */
export function aiErrorTypeOf(error: unknown, maxCauses = MAX_CAUSES): AiErrorType {
  if (typeof error !== 'object' || error === null) return 'unknown';
  const { code, type, message, name, status, statusCode, cause, lastError } = error as ProviderError;
  const words = [code, type, message].filter(text => typeof text === 'string').join(' ');
  const word = BY_WORD.find(([pattern]) => pattern.test(words));
  if (word !== undefined) return word[1];
  const byStatus = typeOfStatus(Number(status ?? statusCode));
  if (byStatus !== undefined) return byStatus;
  if (SERVER_ERROR_WORD.test(words)) return 'server_error';
  if (TIMEOUT_WORD.test(`${String(name)} ${words}`)) return 'timeout';
  if (NETWORK_CODE.test(String(code))) return 'network';
  const inner = maxCauses === 0 ? 'unknown' : aiErrorTypeOf(cause ?? lastError, maxCauses - 1);
  if (inner !== 'unknown') return inner;
  return NETWORK_WORD.test(`${String(name)} ${String(message)}`) ? 'network' : 'unknown';
}

function typeOfStatus(status: number): AiErrorType | undefined {
  const known = BY_STATUS[status];
  if (known !== undefined) return known;
  return status >= 500 && status < 600 ? 'server_error' : undefined;
}

/** Of OpenAI's and Anthropic's `APIUserAbortError`, whose own name is lost where an application is minified. */
const ABORT_MESSAGE = 'Request was aborted.';

/** Whether the caller itself gave the call up (an AbortController, the client's own abort error). */
export function isAbort(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { name, code, message } = error as ProviderError;
  return name === 'AbortError' || code === 'ABORT_ERR' || message === ABORT_MESSAGE;
}
