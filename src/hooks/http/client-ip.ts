import type { IncomingMessage } from 'node:http';

/** How a system that listens on IPv6 too writes an address of IPv4. */
const MAPPED_IPV4 = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;

/**
 * The client's address. Fastify and Express say it as their own setting of trusted proxies has it (`request.ip`); of a
 * plain server it is the other end of the connection.
 */
export function clientIpOf(request: IncomingMessage, frameworkIp?: unknown): string | undefined {
  const address = typeof frameworkIp === 'string' ? frameworkIp : request.socket?.remoteAddress;
  return address?.replace(MAPPED_IPV4, '');
}
