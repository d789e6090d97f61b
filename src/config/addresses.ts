import { z } from 'zod';

/** An address as Prometheus and mail servers have it, `host:port`; the example is shown for one that is not. */
export const hostAndPort = (example = 'localhost:3001') =>
  z.string().regex(/^[^\s/:]+:\d{1,5}$/, { error: `host:port, e.g. ${example}` });

const EXPECTED_URL = 'an http or https URL';

/** A URL that requests are sent to, or that links begin with. */
export const httpUrl = () => z.url({ protocol: /^https?$/, error: EXPECTED_URL });

/** A base URL without slashes at its end, so that a path can be added. */
export function trimSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

/** A URL for people; templates may be in it, so that only its beginning can be checked. */
export const httpLink = () => z.string().regex(/^https?:\/\//, { error: EXPECTED_URL });
