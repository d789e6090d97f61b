import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const ID = Symbol('aiwatch.requestId');

type KnownRequest = IncomingMessage & { [ID]?: string };

/** What is taken over: it becomes a header and a field of the log, so that it must be short and plain. */
const VALID_ID = /^[A-Za-z0-9._-]{1,128}$/;

/** The id of a request, the same however often it is asked for: its `X-Request-ID` where that is valid, or a new one. */
export function requestIdOf(request: IncomingMessage): string {
  const known = request as KnownRequest;
  if (known[ID] === undefined) {
    const given = request.headers['x-request-id'];
    known[ID] = typeof given === 'string' && VALID_ID.test(given) ? given : randomUUID();
  }
  return known[ID];
}
