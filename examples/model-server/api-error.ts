import type { Model } from './models.ts';

/** The body of every refusal, as the OpenAI API writes it. */
export interface ApiErrorBody {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string | null;
  };
}

interface ApiErrorDetails {
  readonly type?: string;
  readonly param?: string;
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal with its HTTP status, its headers and the body that a client of the OpenAI API expects. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ApiErrorBody;

  constructor(status: number, message: string, details: ApiErrorDetails = {}) {
    super(message);
    this.status = status;
    this.headers = details.headers ?? {};
    this.body = {
      error: {
        message,
        type: details.type ?? 'invalid_request_error',
        param: details.param ?? null,
        code: details.code ?? null,
      },
    };
  }
}

/** 401: no key, or one that does not begin with `sk-`. */
export function buildKeyError(found: 'none' | 'wrong'): ApiError {
  const message =
    found === 'none'
      ? "You didn't provide an API key. Send it in the Authorization header: Authorization: Bearer sk-…"
      : 'Incorrect API key provided. A key begins with sk- and has at least one character after it.';
  return new ApiError(401, message, { code: 'invalid_api_key' });
}

/** 404: a model that is not on offer. */
export function buildModelError(id: string): ApiError {
  const message = `The model '${id.slice(0, 100)}' does not exist or you do not have access to it.`;
  return new ApiError(404, message, { param: 'model', code: 'model_not_found' });
}

/** 400: prompt and requested completion do not fit into the model's context. */
export function buildContextError(model: Model, promptTokens: number): ApiError {
  const message =
    `This model's maximum context length is ${model.contextTokens} tokens. ` +
    `However, your messages resulted in ${promptTokens} tokens. Please reduce the length of the messages.`;
  return new ApiError(400, message, { param: 'messages', code: 'context_length_exceeded' });
}

/** 429: too many requests; says after how many seconds to come back. */
export function buildRateLimitError(retryAfterSeconds: number): ApiError {
  const message = `Rate limit reached for requests. Please try again in ${retryAfterSeconds}s.`;
  return new ApiError(429, message, {
    type: 'requests',
    code: 'rate_limit_exceeded',
    headers: { 'retry-after': String(retryAfterSeconds) },
  });
}

/** 500 or 503: the provider's own failure. */
export function buildServerError(status: 500 | 503): ApiError {
  return status === 500
    ? new ApiError(500, 'The server had an error while processing your request. Sorry about that!', {
        type: 'server_error',
      })
    : new ApiError(503, 'The engine is currently overloaded, please try again later.', {
        type: 'server_error',
        headers: { 'retry-after': '1' },
      });
}
