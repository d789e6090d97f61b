import type { Catalogue } from '../catalogue/index.ts';
import { method as methodLabel } from '../catalogue/labels.ts';
import { type ActivityContext, exemplarOf } from '../events/index.ts';
import type { Registry } from '../metrics/index.ts';
import type { EventOptions } from './event-options.ts';
import { createHttpRequestEvents } from './http-request-event.ts';

type Method = (typeof methodLabel.values)[number];

/** One HTTP request that has ended. */
export interface HttpRequestObservation {
  readonly method: string;
  /** Template of the route; undefined where none matched. */
  readonly route: string | undefined;
  readonly statusCode: number;
  readonly outcome: 'completed' | 'aborted' | 'error';
  /** Whether the body came bit by bit, as it was made; a layer that sends a whole one in pieces streams nothing. */
  readonly isStreamed: boolean;
  readonly durationSeconds: number;
  /** Undefined where nothing was sent. */
  readonly timeToFirstByteSeconds: number | undefined;
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly context: ActivityContext | undefined;
  /** Address of the client; undefined where there is none, e.g. on a socket file. */
  readonly clientIp: string | undefined;
  /** Id of the `X-API-Key` that the request carried, as the application resolved it; undefined where it is not known. */
  readonly apiKeyId: string | undefined;
}

/** Turns HTTP requests into metrics and events. */
export interface HttpRequestRecorder {
  /** A request has begun; every one that began must end by `record`. */
  begin(): void;
  record(observation: HttpRequestObservation): void;
  /** A route that requests will match: its counters start at 0, so that the first failure is seen as an increase. */
  announceRoute(method: string, route: string): void;
}

/** Label value of the requests that no route matched. */
export const UNMATCHED_ROUTE = 'unmatched';

const METHODS: ReadonlySet<string> = new Set(methodLabel.values);

/** Status codes whose counters exist from the start: what an alert on errors divides. */
const ANNOUNCED_STATUS_CODES = [200, 500] as const;

export interface HttpRequestRecorderOptions extends EventOptions {
  /** Routes whose requests make no events: what machines ask for all day. @default /metrics and /health */
  readonly quietRoutes?: readonly string[] | undefined;
}

export function createHttpRequestRecorder(
  registry: Registry,
  { http }: Catalogue,
  options: HttpRequestRecorderOptions = {},
): HttpRequestRecorder {
  const requests = registry.counter(http.requests);
  const duration = registry.histogram(http.duration);
  const timeToFirstByte = registry.histogram(http.timeToFirstByte);
  const requestSize = registry.histogram(http.requestSize);
  const responseSize = registry.histogram(http.responseSize);
  const inFlight = registry.gauge(http.inFlight).with({});
  const emit = createHttpRequestEvents(options);

  return {
    begin: () => inFlight.inc(),
    record: observation => {
      inFlight.dec();
      const { statusCode, outcome, durationSeconds, timeToFirstByteSeconds } = observation;
      const method = methodOf(observation.method);
      const route = observation.route ?? UNMATCHED_ROUTE;
      const stream = observation.isStreamed ? 'true' : 'false';
      const exemplar = exemplarOf(observation.context);
      requests.with({ method, route, status_code: statusCode, stream, outcome }).inc(1, exemplar);
      duration.with({ method, route, status_code: statusCode, stream }).observe(durationSeconds, exemplar);
      requestSize.with({ method, route }).observe(observation.requestBytes);
      responseSize.with({ method, route }).observe(observation.responseBytes);
      if (timeToFirstByteSeconds !== undefined) {
        timeToFirstByte.with({ method, route, stream }).observe(timeToFirstByteSeconds, exemplar);
      }
      emit?.(observation, route);
    },
    announceRoute: (method, route) => {
      const labels = { method: methodOf(method), route, stream: 'false', outcome: 'completed' } as const;
      requests.initialise(ANNOUNCED_STATUS_CODES.map(status_code => ({ ...labels, status_code })));
    },
  };
}

function methodOf(method: string): Method {
  return METHODS.has(method) ? (method as Method) : '_OTHER';
}
