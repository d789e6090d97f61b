import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { AiwatchError } from '../errors.ts';

/** Who may scrape, and deliver alerts: everyone (`open`), or whoever has the token; without a token, only a server on loopback answers. */
export interface ScrapeAccess {
  readonly token?: string | undefined;
  /** Answer without a token even off loopback: for networks that are closed otherwise. @default false */
  readonly isOpen?: boolean;
}

/** Throws ACCESS_REFUSED or ACCESS_TOKEN_WRONG where a request may not have what `where` names. */
export function checkAccess(
  where: string,
  request: IncomingMessage,
  { token, isOpen = false }: ScrapeAccess,
): void {
  if (token !== undefined) {
    const given = bearerToken(request);
    if (given === undefined) throw new AiwatchError('ACCESS_REFUSED', { where, found: 'no bearer token' });
    if (!isSame(given, token)) throw new AiwatchError('ACCESS_TOKEN_WRONG', { where, found: 'another one' });
    return;
  }
  if (isOpen || isLoopbackRequest(request)) return;
  const found = 'neither: the server can be reached from outside and no token is set';
  throw new AiwatchError('ACCESS_REFUSED', { where, found });
}

function bearerToken(request: IncomingMessage): string | undefined {
  return /^Bearer +(\S+)\s*$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** Compares digests, so that neither content nor length of the token shows in the time it takes. */
function isSame(given: string, token: string): boolean {
  return timingSafeEqual(
    createHash('sha256').update(given).digest(),
    createHash('sha256').update(token).digest(),
  );
}

/**
 * Whether only this machine can have asked: the server listens on a loopback address, and the request names one as its
 * host (a page in a browser that was led here by DNS rebinding does not).
 */
export function isLoopbackRequest(request: IncomingMessage): boolean {
  const { server } = request.socket as { server?: { address(): unknown } };
  const bound = server?.address();
  if (typeof bound === 'string') return true;
  const address = (bound as { address?: string } | null | undefined)?.address ?? '';
  return isLoopbackHost(address) && isLoopbackHost(hostOf(request.headers.host ?? ''));
}

function hostOf(header: string): string {
  return header.startsWith('[') ? header.slice(1, header.indexOf(']')) : header.replace(/:\d+$/, '');
}

function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
