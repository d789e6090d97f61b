import type { FastifyRequest } from 'fastify';
import { trimSlash } from '../../config/index.ts';

/** How people reach the server. */
export interface PublicAddress {
  /** Without a slash at the end. */
  readonly url: string;
  /** Whether cookies are only to be sent over TLS. */
  readonly isSecure: boolean;
}

/**
 * The address of a request as its client has it: the one of the settings, or else what the request says. That a proxy
 * says "https" is believed without `server.trustProxy` too: whoever lies about it only keeps away their own cookie.
 */
export function publicAddressOf({ headers, host, protocol, server }: FastifyRequest): PublicAddress {
  const { publicUrl } = server.gate;
  const isForwarded = headers['x-forwarded-proto'] === 'https';
  const url = trimSlash(publicUrl ?? `${isForwarded ? 'https' : protocol}://${host}`);
  return { url, isSecure: url.startsWith('https:') };
}
