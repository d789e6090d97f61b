import { z } from 'zod';

/** A name or an address, that of IPv6 in brackets, and a port. */
const HOST_AND_PORT = /^(?:[^\s/:[\]]+|\[[\da-fA-F:.]+\]):0*([1-9]\d{0,4})$/;
const MAX_PORT = 65_535;

/** So too where it is no address, which is another mistake. */
const hasPossiblePort = (text: string) => Number(HOST_AND_PORT.exec(text)?.[1] ?? 0) <= MAX_PORT;

/** An address as Prometheus and mail servers have it, `host:port`; the example is shown for one that is not. */
export function hostAndPort(example = 'localhost:3001') {
  const error = `host:port, e.g. ${example}`;
  return z.string().regex(HOST_AND_PORT, { error }).refine(hasPossiblePort, { error });
}

const EXPECTED_URL = 'an http or https URL';

/** A URL that requests are sent to, or that links begin with. */
export const httpUrl = () => z.url({ protocol: /^https?$/, error: EXPECTED_URL });

/** Whether nothing follows the host; so too where it is no URL, which is another mistake. */
function isOrigin(url: string): boolean {
  if (!URL.canParse(url)) return true;
  const { pathname, search, hash } = new URL(url);
  return `${pathname}${search}${hash}` === '/';
}

/** The same of a server whose pages are at the root of its host. */
export const originUrl = () => httpUrl().refine(isOrigin, { error: `${EXPECTED_URL} without a path` });

/** A base URL without slashes at its end, so that a path can be added. */
export function trimSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

/** A URL for people; templates may be in it, so that only its beginning can be checked. */
export const httpLink = () => z.string().regex(/^https?:\/\//, { error: EXPECTED_URL });
