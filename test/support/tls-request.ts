import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';

/** A request by TLS. */
export interface TlsRequest {
  /** PEM of whom to trust. */
  readonly ca: string;
  /** `user:password`. */
  readonly auth?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a GET by TLS over a connection of its own; rejects where the certificate is not trusted. */
export async function sendTls(url: string, { ca, auth, headers = {} }: TlsRequest) {
  const sent = request(url, { ca, agent: false, headers, ...(auth !== undefined && { auth }) }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}
