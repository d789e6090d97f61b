import type { IncomingMessage } from 'node:http';
import type { ProblemRecorder } from '../../recorders/index.ts';

/**
 * Finds the id of an API key; undefined (or null) for one that is not known. The request does not wait for it. It should
 * keep what it has looked up: it is called for every request with a key.
 */
export type ResolveApiKey = (key: string) => string | null | undefined | Promise<string | null | undefined>;

/** The id of a request's key: at once, or later. */
export type ApiKeyId = string | undefined | Promise<string | undefined>;

/** Longer than any key; what is longer is not looked at. */
const MAX_KEY_LENGTH = 512;

/** What is recorded of a request waits no longer than this for the id of its key. */
const TIMEOUT_MS = 1000;

function checkId(id: unknown): string | undefined {
  return typeof id === 'string' && id !== '' ? id : undefined;
}

function withinTime(
  id: PromiseLike<unknown>,
  onError: (error: unknown) => void,
): Promise<string | undefined> {
  return new Promise(resolve => {
    const timer = setTimeout(() => resolve(undefined), TIMEOUT_MS);
    const finish = (value: unknown) => {
      clearTimeout(timer);
      resolve(checkId(value));
    };
    id.then(finish, error => {
      onError(error);
      finish(undefined);
    });
  });
}

/** Makes the look-up of the `X-API-Key` of a request: it never throws, and the key itself is not kept. */
export function createApiKeyLookup(
  resolve: ResolveApiKey | undefined,
  hook: string,
  problem: ProblemRecorder,
): (request: IncomingMessage) => ApiKeyId {
  if (resolve === undefined) return () => undefined;
  // The application's error may quote the key: only that there was one is told.
  const tell = () => problem.record(hook, new Error('resolveApiKey failed'));
  return ({ headers }) => {
    const key = headers['x-api-key'];
    if (typeof key !== 'string' || key === '' || key.length > MAX_KEY_LENGTH) return undefined;
    try {
      const id: unknown = resolve(key);
      return isPromiseLike(id) ? withinTime(id, tell) : checkId(id);
    } catch {
      tell();
      return undefined;
    }
  };
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { readonly then?: unknown } | null | undefined)?.then === 'function';
}
