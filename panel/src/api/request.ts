import { REQUEST_HEADER } from '../../../src/api/session.ts';

/** What the server says about a request that it refused, or that failed; see `ErrorBody` of the server. */
interface ErrorAnswer {
  readonly error?: string;
  readonly message?: string;
  readonly field?: string;
  readonly expected?: string;
  readonly found?: string;
  readonly id?: string;
}

/** A request that was not answered as it should be. */
export class ApiFailure extends Error {
  /** 0 where no answer came. */
  readonly status: number;
  /** A code of the server's, `UNREACHABLE`, or `UNREADABLE`. */
  readonly code: string;
  /** By which the server's log has more. */
  readonly id: string | undefined;
  readonly expected: string | undefined;

  constructor(status: number, { error, message, id, expected }: ErrorAnswer) {
    super(message ?? `The server answered with status ${status}.`);
    this.name = 'ApiFailure';
    this.status = status;
    this.code = error ?? `HTTP_${status}`;
    this.id = id;
    this.expected = expected;
  }

  /** Whether asking again may help. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export type QueryValues = Readonly<Record<string, string | number | boolean | undefined | null>>;

export interface RequestOptions {
  /** @default GET */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** What is undefined, null or empty is left out. */
  readonly query?: QueryValues | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

type OnSignedOut = () => void;
let onSignedOut: OnSignedOut = () => {};

/** Sets who hears that the server wants a new sign-in. */
export function onSessionEnd(listener: OnSignedOut): void {
  onSignedOut = listener;
}

/** The address of a route with its query. */
export function buildUrl(path: string, query: QueryValues = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** As long as the server takes for its longest questions, and longer; what was answered before is stale by then. */
const ANSWER_TIMEOUT_MS = 30_000;

/** Ends a question that is never answered. What changes something goes on: nobody knows whether it was done. */
function limitTime({ method = 'GET', signal }: RequestOptions): AbortSignal | undefined {
  if (method !== 'GET') return signal;
  const timeout = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
  return signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
}

const isTimeout = (error: unknown) => error instanceof DOMException && error.name === 'TimeoutError';

const unreachable = () =>
  new ApiFailure(0, { error: 'UNREACHABLE', message: 'The aiwatch server does not answer.' });

const unreadable = () =>
  new ApiFailure(0, { error: 'UNREADABLE', message: 'The answer of the server could not be read.' });

async function send(path: string, options: RequestOptions): Promise<Response> {
  const { method = 'GET', query, body } = options;
  const signal = limitTime(options);
  const headers: Record<string, string> = { accept: 'application/json' };
  // Only a script of this page can send this header, and no form of another page.
  if (method !== 'GET') headers[REQUEST_HEADER] = '1';
  if (body !== undefined) headers['content-type'] = 'application/json';
  try {
    return await fetch(buildUrl(path, query), {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      ...(signal !== undefined && { signal }),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    throw unreachable();
  }
}

/** An answer that is an error, as the server explains it; proxies answer without an explanation. */
async function failureOf(response: Response): Promise<ApiFailure> {
  const answer = await response.json().catch(() => ({}));
  return new ApiFailure(response.status, typeof answer === 'object' && answer !== null ? answer : {});
}

const UNAUTHENTICATED = 401;
const NO_CONTENT = 204;

/**
 * Asks the server, with the cookie of the session, for JSON.
 * @throws ApiFailure where it does not answer, or with an error, or with something else; what `signal` says once it is aborted
 */
export async function requestJson<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, options);
  if (!response.ok) {
    const failure = await failureOf(response);
    if (response.status === UNAUTHENTICATED && path !== '/api/v1/session') onSignedOut();
    throw failure;
  }
  if (response.status === NO_CONTENT) return undefined as T;
  try {
    return (await response.json()) as T;
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    // It began to answer, and did not come to its end; or a proxy answers in its place.
    throw isTimeout(error) ? unreachable() : unreadable();
  }
}
