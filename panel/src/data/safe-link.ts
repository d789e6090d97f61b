/** An address that came with data, if a link may lead there; a `javascript:` address would run. */
export function safeLink(address: string | null): string | undefined {
  if (address === null) return undefined;
  try {
    const { protocol, href } = new URL(address, window.location.origin);
    return protocol === 'http:' || protocol === 'https:' ? href : undefined;
  } catch {
    return undefined;
  }
}
