import type { IncomingMessage, ServerResponse } from 'node:http';
import { requestIdOf } from './request-id.ts';
import type { ResponseFacts } from './response-watch.ts';

/** Where requests are logged: pino, the log of Fastify, or anything that takes fields and a message. */
export interface RequestLogger {
  info(fields: object, message: string): void;
}

/** Logs requests and names them by headers. */
export interface RequestLog {
  start(request: IncomingMessage, route: string | undefined): void;
  /** Puts `X-Request-ID` and `X-Process-Time` on a response that is about to be sent. */
  mark(request: IncomingMessage, response: ServerResponse, elapsedSeconds: number): void;
  end(request: IncomingMessage, route: string | undefined, facts: ResponseFacts): void;
}

/** Microseconds. */
const TIME_DECIMALS = 6;
/** Longer paths are no addresses that anybody typed. */
const MAX_PATH_LENGTH = 1024;

/** The template of the route; where there is none the path, without its query, which may hold secrets. */
function pathOf({ url = '' }: IncomingMessage, route: string | undefined): string {
  return route ?? url.split('?', 1)[0]!.slice(0, MAX_PATH_LENGTH);
}

function roundTime(seconds: number): number {
  return Number(seconds.toFixed(TIME_DECIMALS));
}

/** Makes a log with two lines for each request: `request started` and `request ended`. */
export function createRequestLog(logger: RequestLogger): RequestLog {
  return {
    start: (request, route) => {
      const fields = {
        requestId: requestIdOf(request),
        method: request.method,
        path: pathOf(request, route),
      };
      logger.info(fields, 'request started');
    },
    mark: (request, response, elapsedSeconds) => {
      response.setHeader('X-Request-ID', requestIdOf(request));
      response.setHeader('X-Process-Time', elapsedSeconds.toFixed(TIME_DECIMALS));
    },
    end: (request, route, { statusCode, outcome, durationSeconds }) => {
      const processTime = roundTime(durationSeconds);
      const path = pathOf(request, route);
      const fields = { requestId: requestIdOf(request), method: request.method, path, statusCode, outcome };
      logger.info({ ...fields, processTime }, 'request ended');
    },
  };
}
