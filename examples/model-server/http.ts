import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, buildKeyError } from './api-error.ts';

const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Reads a JSON body of at most 4 MiB. Throws an ApiError: 413 when it is longer, 400 when it is not JSON. */
export async function loadJsonBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > MAX_BODY_BYTES) {
      throw new ApiError(413, `The body is longer than ${MAX_BODY_BYTES} bytes.`, {
        headers: { connection: 'close' },
      });
    }
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    throw new ApiError(400, 'We could not parse the JSON body of your request.');
  }
}

/** Throws a 401 ApiError unless the request carries a bearer key `sk-…`. */
export function checkKey(request: IncomingMessage): void {
  const { authorization } = request.headers;
  if (authorization === undefined) {
    throw buildKeyError('none');
  }
  if (!/^Bearer\s+sk-\S+$/i.test(authorization)) {
    throw buildKeyError('wrong');
  }
}

/** Sends a JSON body. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** Sends a refusal; after the head has gone out, the connection is closed instead. */
export function sendError(response: ServerResponse, error: ApiError): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(error.status, { 'content-type': 'application/json', ...error.headers });
  response.end(JSON.stringify(error.body));
}
