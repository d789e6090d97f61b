import type { IncomingHttpHeaders } from 'node:http';
import { parseCookie, type SerializeOptions, stringifySetCookie } from 'cookie';

/** A cookie of the panel: its name over plain HTTP, on loopback. */
export interface PanelCookie {
  readonly name: string;
  readonly sameSite: 'strict' | 'lax';
}

/** Holds the token of a session. No other site can make a browser send it. */
export const SESSION_COOKIE: PanelCookie = { name: 'aiwatch-session', sameSite: 'strict' };

/** Browsers take a cookie of this name from this very host only, over TLS, for all paths (RFC 6265bis section 4.1.3.2). */
const SECURE_PREFIX = '__Host-';

const MS_PER_SECOND = 1000;

type Headers = Pick<IncomingHttpHeaders, 'authorization' | 'cookie'>;

/** Reads a cookie: the one that was set over TLS, where there are both. */
export function readCookie({ cookie }: Headers, { name }: PanelCookie): string | undefined {
  if (cookie === undefined) return undefined;
  const cookies = parseCookie(cookie);
  return cookies[`${SECURE_PREFIX}${name}`] || cookies[name] || undefined;
}

/** The bearer token of a request; undefined where it has none. */
export function bearerOfRequest({ authorization }: Headers): string | undefined {
  return /^Bearer +(\S+)\s*$/i.exec(authorization ?? '')?.[1];
}

/**
 * The token of a request: that of the header, or else the panel's, which stands in its cookie. Whoever takes it from the
 * cookie has to look at where the request comes from (`checkPage`, `checkRequestOrigin`).
 */
export function tokenOfRequest(headers: Headers): string | undefined {
  return bearerOfRequest(headers) ?? readCookie(headers, SESSION_COOKIE);
}

/**
 * Whether a request counts as one with a cookie: a bearer token, right or wrong, goes before it. A name and a password
 * do not: a proxy, or the browser for the metrics, may send them with everything.
 */
export function isByCookie(headers: Headers): boolean {
  const isByHeader = /^Bearer\b/i.test(headers.authorization ?? '');
  return !isByHeader && readCookie(headers, SESSION_COOKIE) !== undefined;
}

function nameAndOptions(cookie: PanelCookie, isSecure: boolean): readonly [string, SerializeOptions] {
  const name = isSecure ? `${SECURE_PREFIX}${cookie.name}` : cookie.name;
  return [name, { path: '/', httpOnly: true, secure: isSecure, sameSite: cookie.sameSite }];
}

/** The `Set-Cookie` header of a cookie that no script can read. @param isSecure whether people come by HTTPS */
export function buildCookie(
  cookie: PanelCookie,
  {
    value,
    expiresMs,
    isSecure,
  }: { readonly value: string; readonly expiresMs: number; readonly isSecure: boolean },
): string {
  const [name, options] = nameAndOptions(cookie, isSecure);
  const maxAge = Math.max(0, Math.floor((expiresMs - Date.now()) / MS_PER_SECOND));
  return stringifySetCookie(name, value, { ...options, maxAge });
}

/** The headers that remove a cookie, under both of its names. */
export function clearCookie(cookie: PanelCookie): string[] {
  return [true, false].map(isSecure => {
    const [name, options] = nameAndOptions(cookie, isSecure);
    return stringifySetCookie(name, '', { ...options, maxAge: 0 });
  });
}
