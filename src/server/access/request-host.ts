import type { IncomingMessage } from 'node:http';
import { isLoopbackHost } from '../../metrics/index.ts';

/** Without the port, and without the brackets of IPv6. */
export function hostNameOf(host: string): string {
  return host.startsWith('[') ? host.slice(1, host.indexOf(']')) : host.replace(/:\d+$/, '');
}

function boundAddressOf({ socket }: IncomingMessage): string | undefined {
  const { server } = socket as { server?: { address(): unknown } };
  const bound = server?.address() as { address?: string } | string | null | undefined;
  return typeof bound === 'object' ? bound?.address : undefined;
}

/**
 * Whether a server that listens on loopback is asked under a name that is none of this machine: a page of another site
 * whose name was made to lead here (DNS rebinding), or a proxy that the settings do not know.
 * @param host as the client has it; of a trusted proxy what that one says
 */
export function isForeignHost(request: IncomingMessage, host: string, publicUrl?: string): boolean {
  if (!isLoopbackHost(boundAddressOf(request) ?? '')) return false;
  if (isLoopbackHost(hostNameOf(host).toLowerCase())) return false;
  return publicUrl === undefined || new URL(publicUrl).host !== host;
}
