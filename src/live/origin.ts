import type { RequestHeaders } from './admission.ts';

/**
 * Whether a page may open a socket here: one of this server, or of an origin that is allowed. What is no browser says
 * nothing of an origin.
 * @param allowed origins, e.g. `https://admin.example.com`
 */
export function isOriginAllowed({ origin, host }: RequestHeaders, allowed: readonly string[]): boolean {
  if (typeof origin !== 'string') return true;
  return allowed.includes(origin) || hostOf(origin) === host;
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}
