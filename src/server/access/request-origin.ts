import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { REQUEST_HEADER } from '../../api/session.ts';
import { AiwatchError, describe } from '../../errors.ts';
import { isForeignHost } from './request-host.ts';

/** A request as far as its origin is concerned: one of Fastify, or the first one of a socket. */
export interface OriginRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly raw: IncomingMessage;
  /** With the port, as the client has it. */
  readonly host: string;
}

/** Methods that change nothing (RFC 9110 section 9.2.1). */
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

type Origin = 'own' | 'foreign' | 'unknown';

function hostOfUrl(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}

/** What the browser says; a page cannot set these headers. */
function originOf({ headers, host }: PageRequest, publicUrl: string | undefined): Origin {
  const site = headers['sec-fetch-site'];
  // Typed in, or opened from a bookmark: no page is behind it.
  if (site !== undefined) return site === 'same-origin' ? 'own' : site === 'none' ? 'unknown' : 'foreign';
  if (headers.origin === undefined) return 'unknown';
  // `null`, of a document that has none, has no host.
  const from = hostOfUrl(headers.origin);
  const isOwn = from !== undefined && (from === host || from === hostOfUrl(publicUrl ?? ''));
  return isOwn ? 'own' : 'foreign';
}

function refused(where: string, found: string): AiwatchError {
  return new AiwatchError('ORIGIN_REFUSED', { where, found });
}

/** The headers of a request that say which page it comes from. */
export type PageRequest = Pick<OriginRequest, 'method' | 'headers' | 'host'>;

/** Throws ORIGIN_REFUSED where a page of another origin asks, HOST_REFUSED where it has another name for this machine. */
export function checkForeignOrigin(where: string, request: OriginRequest, publicUrl?: string): void {
  if (isForeignHost(request.raw, request.host, publicUrl))
    throw new AiwatchError('HOST_REFUSED', { where, found: describe(request.host) });
  checkForeignPage(where, request, publicUrl);
}

function checkForeignPage(where: string, request: PageRequest, publicUrl: string | undefined): void {
  if (originOf(request, publicUrl) === 'foreign')
    throw refused(where, `a page of ${describe(request.headers.origin ?? 'another site')}`);
}

/**
 * Looks at a request that is let in by a cookie, which the browser sends by itself, whoever made it ask. Of another
 * origin none is let in; what changes something, or opens a socket, has to show that it comes from our own pages: by
 * what the browser says, or by a header that others cannot send. Throws ORIGIN_REFUSED.
 */
export function checkPage(where: string, request: PageRequest, publicUrl?: string): void {
  checkForeignPage(where, request, publicUrl);
  const isSafe = SAFE_METHODS.includes(request.method) && request.headers.upgrade === undefined;
  if (isSafe || originOf(request, publicUrl) === 'own') return;
  if (request.headers[REQUEST_HEADER] === undefined) throw refused(where, 'a request that does not say');
}

/** The same for a request of Fastify, whose host is looked at too. Throws ORIGIN_REFUSED and HOST_REFUSED. */
export function checkRequestOrigin(where: string, request: FastifyRequest): void {
  const { publicUrl } = request.server.gate;
  checkForeignOrigin(where, request, publicUrl);
  checkPage(where, request, publicUrl);
}
