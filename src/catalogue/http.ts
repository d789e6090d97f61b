import { httpLatencyBuckets, sizeBuckets } from './buckets.ts';
import { defineMetric } from './definition.ts';
import { method, outcome, route, statusCode, stream } from './labels.ts';

/** What an HTTP server answered; recorded by the HTTP hooks. */
export const httpMetrics = {
  requests: defineMetric({
    type: 'counter',
    name: 'http_requests_total',
    help: 'HTTP requests that ended, in whichever way.',
    unit: 'requests',
    labels: [method, route, statusCode, stream, outcome],
    since: '0.1.0',
  }),
  duration: defineMetric({
    type: 'histogram',
    name: 'http_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its response.',
    unit: 'seconds',
    labels: [method, route, statusCode, stream],
    buckets: httpLatencyBuckets,
    since: '0.1.0',
    semconv: 'http.server.request.duration',
  }),
  timeToFirstByte: defineMetric({
    type: 'histogram',
    name: 'http_response_first_byte_seconds',
    help: 'Time from the arrival of a request to the first byte of its response.',
    unit: 'seconds',
    labels: [method, route, stream],
    buckets: httpLatencyBuckets,
    since: '0.1.0',
  }),
  requestSize: defineMetric({
    type: 'histogram',
    name: 'http_request_size_bytes',
    help: 'Size of the body of a request.',
    unit: 'bytes',
    labels: [method, route],
    buckets: sizeBuckets,
    since: '0.1.0',
    semconv: 'http.server.request.body.size',
  }),
  responseSize: defineMetric({
    type: 'histogram',
    name: 'http_response_size_bytes',
    help: 'Size of the body of a response, as far as it was sent.',
    unit: 'bytes',
    labels: [method, route],
    buckets: sizeBuckets,
    since: '0.1.0',
    semconv: 'http.server.response.body.size',
  }),
  inFlight: defineMetric({
    type: 'gauge',
    name: 'http_requests_in_flight',
    help: 'HTTP requests that are being answered now.',
    unit: 'requests',
    labels: [],
    since: '0.1.0',
    semconv: 'http.server.active_requests',
  }),
} as const;
