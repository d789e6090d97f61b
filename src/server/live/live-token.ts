import type { RequestHeaders } from '../../live/index.ts';

/** The token that a request of the live feed carries; undefined where there is none. */
export function liveTokenOf({ authorization }: RequestHeaders): string | undefined {
  return /^Bearer +(\S+)\s*$/i.exec(String(authorization ?? ''))?.[1];
}
