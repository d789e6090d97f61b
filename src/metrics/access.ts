import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { AiwatchError, describe } from '../errors.ts';
import type { Credentials, PasswordCheck } from './password-check.ts';

/**
 * Who may scrape, and deliver alerts: whoever has the token or a password, else everyone (`isOpen`). Without token and
 * passwords only a server on loopback, or on a socket file, answers; on loopback no request that came through a proxy,
 * which would publish it.
 */
export interface ScrapeAccess {
  readonly token?: string | undefined;
  /** Checks users by name and password. @default there are no users */
  readonly checkPassword?: PasswordCheck | undefined;
  /** Answer without a token even off loopback: for networks that are closed otherwise. @default false */
  readonly isOpen?: boolean;
}

/**
 * Rejects with ACCESS_REFUSED, ACCESS_TOKEN_WRONG or ACCESS_PASSWORD_WRONG where a request may not have what `where`
 * names, and with ACCESS_BUSY where that could not be found out now. `buildRefusal` makes the answer of it.
 */
export async function checkAccess(
  where: string,
  request: IncomingMessage,
  access: ScrapeAccess,
): Promise<void> {
  const { token, checkPassword, isOpen = false } = access;
  if (token !== undefined || checkPassword !== undefined) return checkIdentity(where, request, access);
  if (isOpen || isLoopbackRequest(request)) return;
  throw new AiwatchError('ACCESS_REFUSED', {
    where,
    found: `neither: ${whyNotLocal(request)}, and no token is set`,
  });
}

async function checkIdentity(
  where: string,
  request: IncomingMessage,
  { token, checkPassword }: ScrapeAccess,
): Promise<void> {
  const given = token === undefined ? undefined : bearerToken(request);
  const credentials = checkPassword === undefined ? undefined : basicCredentials(request);
  if (token !== undefined && given !== undefined) {
    if (isSame(given, token)) return;
    throw new AiwatchError('ACCESS_TOKEN_WRONG', { where, found: 'another one' });
  }
  if (checkPassword !== undefined && credentials !== undefined) {
    const verdict = await checkPassword(credentials);
    if (verdict === 'right') return;
    if (verdict === 'busy')
      throw new AiwatchError('ACCESS_BUSY', { where, found: 'too many checks that wait' });
    throw new AiwatchError('ACCESS_PASSWORD_WRONG', { where, found: 'others' });
  }
  throw token === undefined
    ? new AiwatchError('ACCESS_PASSWORD_WRONG', { where, found: 'none' })
    : new AiwatchError('ACCESS_REFUSED', { where, found: 'no bearer token' });
}

function whyNotLocal(request: IncomingMessage): string {
  if (!boundAddressOf(request)) return 'the request came through no server that listens';
  if (!isBoundToLoopback(request)) return 'the server can be reached from outside';
  const proxyHeader = proxyHeaderOf(request);
  if (proxyHeader !== undefined) return `a proxy sent ${proxyHeader}`;
  return `the request is for the host ${describe(hostHeaderOf(request))}`;
}

function bearerToken(request: IncomingMessage): string | undefined {
  return /^Bearer +(\S+)\s*$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** User and password of RFC 7617; undefined where there are none. */
function basicCredentials(request: IncomingMessage): Credentials | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/]+=*)\s*$/i.exec(request.headers.authorization ?? '')?.[1];
  const text = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** Compares digests, so that neither content nor length of the token shows in the time it takes. */
function isSame(given: string, token: string): boolean {
  return timingSafeEqual(
    createHash('sha256').update(given).digest(),
    createHash('sha256').update(token).digest(),
  );
}

/** What proxies add to a request (RFC 7239, RFC 9110 section 7.6.3, and the headers in use before them). */
const PROXY_HEADERS = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'via',
  'x-real-ip',
] as const;

function proxyHeaderOf({ headers }: IncomingMessage): string | undefined {
  return PROXY_HEADERS.find(name => headers[name] !== undefined);
}

/**
 * Whether only this machine can have asked: the server listens on a loopback address, the request names one as its
 * host (a page in a browser that was led here by DNS rebinding does not), and no proxy says that it passed it on. A
 * server on a socket file is left to the permissions of that file.
 */
export function isLoopbackRequest(request: IncomingMessage): boolean {
  if (isOnSocketFile(request)) return true;
  const isForLoopback = isLoopbackHost(hostOf(hostHeaderOf(request) ?? ''));
  return isBoundToLoopback(request) && isForLoopback && proxyHeaderOf(request) === undefined;
}

/** HTTP/2 has a field of its own for it. */
function hostHeaderOf({ headers }: IncomingMessage): string | undefined {
  return headers[':authority']?.toString() ?? headers.host;
}

function hostOf(header: string): string {
  return header.startsWith('[') ? header.slice(1, header.indexOf(']')) : header.replace(/:\d+$/, '');
}

/** Whether a host name or address is this machine's own: `localhost`, `127.0.0.0/8`, `::1`. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function boundAddressOf(request: IncomingMessage): unknown {
  const { server } = request.socket as { server?: { address(): unknown } };
  return server?.address();
}

function isOnSocketFile(request: IncomingMessage): boolean {
  return typeof boundAddressOf(request) === 'string';
}

function isBoundToLoopback(request: IncomingMessage): boolean {
  const bound = boundAddressOf(request) as { address?: string } | null | undefined;
  return isLoopbackHost(bound?.address ?? '');
}
