/** A base URL without the slash at its end, so that a path can be added. */
export function trimSlash(url: string): string {
  return url.replace(/\/$/, '');
}
