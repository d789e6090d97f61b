import { AiwatchError, reasonOfFetch } from '../../errors.ts';
import type { CommandContext } from '../command.ts';

/** Options of commands that ask the server. */
export const SERVER_OPTIONS = { server: { type: 'string' }, token: { type: 'string' } } as const;

export interface ServerValues {
  readonly server?: string | undefined;
  readonly token?: string | undefined;
}

export interface ServerRequest {
  /** Behind the address of the server; begins with a slash. */
  readonly path: string;
  readonly method?: 'GET' | 'PUT' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: unknown;
}

const DEFAULT_SERVER = 'http://localhost:4000';
const EXCERPT_CHARACTERS = 300;

/**
 * Asks the server by its API, and returns an answer that is a success. The server is `--server`, AIWATCH_URL or the one
 * on this machine; the token `--token` or AIWATCH_TOKEN. Throws SERVER_NOT_ASKED.
 */
export async function askServer(
  { path, method = 'GET', body }: ServerRequest,
  { server, token }: ServerValues,
  { env }: CommandContext,
): Promise<Response> {
  const address = server ?? (env['AIWATCH_URL'] || DEFAULT_SERVER);
  const bearer = token ?? env['AIWATCH_TOKEN'];
  const headers = {
    ...(bearer && { authorization: `Bearer ${bearer}` }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
  const options = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const response = await request(`${address.replace(/\/+$/, '')}${path}`, options);
  if (response.ok) return response;
  throw notAsked(`${method} ${path}`, `status ${response.status}: ${reasonIn(await response.text())}`);
}

/** What an answer says in words: the message of an error of aiwatch, or the begin of what anything else sent. */
function reasonIn(body: string): string {
  try {
    const { message } = JSON.parse(body) as { readonly message?: unknown };
    if (typeof message === 'string') return message;
  } catch {
    // It comes from something else, e.g. a proxy.
  }
  return body.replaceAll(/\s+/g, ' ').trim().slice(0, EXCERPT_CHARACTERS);
}

/** A redirect would take the token elsewhere. */
async function request(url: string, options: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...options, redirect: 'manual' });
  } catch (error) {
    throw notAsked(URL.canParse(url) ? new URL(url).host : '--server', reasonOfFetch(error));
  }
}

function notAsked(where: string, found: string): AiwatchError {
  return new AiwatchError('SERVER_NOT_ASKED', { where, found });
}
