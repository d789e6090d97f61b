import { describe, expect, test } from 'vitest';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { createRegistry } from '../../src/metrics/index.ts';
import {
  createHttpRequestRecorder,
  type HttpRequestObservation,
  UNMATCHED_ROUTE,
} from '../../src/recorders/index.ts';
import { sampleValue } from '../support/parse-exposition.ts';
import { scrapeFamilies } from '../support/scrape.ts';

function createSubject() {
  const registry = createRegistry();
  return { registry, recorder: createHttpRequestRecorder(registry, buildCatalogue()) };
}

const context = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), userId: 'ada', isSampled: true };
const exemplar = { trace_id: context.traceId, span_id: context.spanId };

describe('an HTTP request', () => {
  const request: HttpRequestObservation = {
    method: 'GET',
    route: '/items/:id',
    statusCode: 200,
    outcome: 'completed',
    isStreamed: false,
    durationSeconds: 0.03,
    timeToFirstByteSeconds: 0.02,
    requestBytes: 0,
    responseBytes: 1500,
    clientIp: undefined,
    apiKeyId: undefined,
    context,
  };

  test('is counted, timed and sized', async () => {
    const { registry, recorder } = createSubject();
    recorder.begin();
    recorder.record(request);
    const families = await scrapeFamilies(registry);
    const at = { method: 'GET', route: '/items/:id' };
    const all = { ...at, status_code: '200', stream: 'false' };
    expect(sampleValue(families, 'http_requests_total', { ...all, outcome: 'completed' })).toBe(1);
    expect(sampleValue(families, 'http_request_duration_seconds_sum', all)).toBe(0.03);
    expect(sampleValue(families, 'http_request_duration_seconds_bucket', { ...all, le: '0.025' })).toBe(0);
    expect(sampleValue(families, 'http_request_duration_seconds_bucket', { ...all, le: '0.05' })).toBe(1);
    expect(sampleValue(families, 'http_response_first_byte_seconds_sum', { ...at, stream: 'false' })).toBe(
      0.02,
    );
    expect(sampleValue(families, 'http_request_size_bytes_count', at)).toBe(1);
    expect(sampleValue(families, 'http_response_size_bytes_sum', at)).toBe(1500);
  });

  test('is in flight from its beginning to its end, whichever that is', async () => {
    const { registry, recorder } = createSubject();
    for (let i = 0; i < 3; i++) recorder.begin();
    recorder.record({ ...request, outcome: 'aborted', statusCode: 499 });
    recorder.record({ ...request, outcome: 'error', statusCode: 500 });
    const families = await scrapeFamilies(registry);
    expect(sampleValue(families, 'http_requests_in_flight')).toBe(1);
    const labels = { method: 'GET', route: '/items/:id', stream: 'false' };
    expect(
      sampleValue(families, 'http_requests_total', { ...labels, status_code: '499', outcome: 'aborted' }),
    ).toBe(1);
    expect(
      sampleValue(families, 'http_requests_total', { ...labels, status_code: '500', outcome: 'error' }),
    ).toBe(1);
  });

  test('has one label value for all odd methods, one for all unmatched routes, and no first byte where none was sent', async () => {
    const { registry, recorder } = createSubject();
    for (const method of ['BREW', 'get', '']) {
      recorder.record({
        ...request,
        method,
        route: undefined,
        statusCode: 404,
        timeToFirstByteSeconds: undefined,
      });
    }
    const families = await scrapeFamilies(registry);
    const labels = { method: '_OTHER', route: UNMATCHED_ROUTE, stream: 'false' };
    expect(UNMATCHED_ROUTE).toBe('unmatched');
    expect(
      sampleValue(families, 'http_requests_total', { ...labels, status_code: '404', outcome: 'completed' }),
    ).toBe(3);
    expect(families.has('http_response_first_byte_seconds')).toBe(false);
  });

  test('that was streamed is kept apart', async () => {
    const { registry, recorder } = createSubject();
    recorder.record({ ...request, isStreamed: true, durationSeconds: 90 });
    recorder.record(request);
    const families = await scrapeFamilies(registry);
    const labels = { method: 'GET', route: '/items/:id', status_code: '200' };
    expect(sampleValue(families, 'http_request_duration_seconds_sum', { ...labels, stream: 'true' })).toBe(
      90,
    );
    expect(sampleValue(families, 'http_request_duration_seconds_sum', { ...labels, stream: 'false' })).toBe(
      0.03,
    );
  });

  test('leads to its trace', async () => {
    const { registry, recorder } = createSubject();
    recorder.record(request);
    const families = await scrapeFamilies(registry, 'openmetrics');
    expect(families.get('http_requests')!.samples[0]!.exemplar).toEqual({ labels: exemplar, value: 1 });
    const timed = families.get('http_request_duration_seconds')!.samples.filter(sample => sample.exemplar);
    expect(timed.map(sample => [sample.labels['le'], sample.exemplar])).toEqual([
      ['0.05', { labels: exemplar, value: 0.03 }],
    ]);
  });

  test('to a route that was announced is an increase from 0', async () => {
    const { registry, recorder } = createSubject();
    recorder.announceRoute('POST', '/chat');
    const families = await scrapeFamilies(registry);
    const labels = { method: 'POST', route: '/chat', stream: 'false', outcome: 'completed' };
    expect(sampleValue(families, 'http_requests_total', { ...labels, status_code: '200' })).toBe(0);
    expect(sampleValue(families, 'http_requests_total', { ...labels, status_code: '500' })).toBe(0);
  });
});
