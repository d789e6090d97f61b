import { describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { createRegistry } from '../../src/metrics/index.ts';
import { createHttpRequestRecorder, type HttpRequestObservation } from '../../src/recorders/index.ts';
import { recordEvents } from '../support/recorded-events.ts';

const REQUEST: HttpRequestObservation = {
  method: 'GET',
  route: '/users/:id',
  statusCode: 200,
  outcome: 'completed',
  isStreamed: false,
  durationSeconds: 0.0123456789,
  timeToFirstByteSeconds: 0.01,
  requestBytes: 0,
  responseBytes: 10,
  context: { userId: 'u1', requestId: 'r1' },
  clientIp: undefined,
  apiKeyId: undefined,
};

function eventsOf(...requests: readonly Partial<HttpRequestObservation>[]) {
  const { events, recorded } = recordEvents();
  const recorder = createHttpRequestRecorder(createRegistry(), buildCatalogue(), { events });
  for (const request of requests) {
    recorder.begin();
    recorder.record({ ...REQUEST, ...request });
  }
  return recorded;
}

describe('the event of an HTTP request', () => {
  it('tells method, route, status and time, who sent it and from where', () => {
    expect(eventsOf({ clientIp: '192.0.2.7', apiKeyId: 'key-1' })).toEqual([
      {
        type: 'request',
        event: 'completed',
        userId: 'u1',
        requestId: 'r1',
        data: {
          method: 'GET',
          path: '/users/:id',
          statusCode: 200,
          processTime: 0.012346,
          clientIp: '192.0.2.7',
          apiKeyId: 'key-1',
        },
      },
    ]);
  });

  it('has no raw path where no route matched', () => {
    expect(eventsOf({ route: undefined, statusCode: 404 })).toMatchObject([{ data: { path: 'unmatched' } }]);
  });

  it('says how a request ended that was not completed', () => {
    expect(eventsOf({ outcome: 'aborted', statusCode: 499 })).toMatchObject([
      { data: { outcome: 'aborted' } },
    ]);
  });

  it('tells of no status that HTTP does not have', () => {
    const [event] = eventsOf({ statusCode: 799 });
    expect(event?.data).not.toHaveProperty('statusCode');
  });

  it('is not made of scrapes and health checks', () => {
    expect(eventsOf({ route: '/metrics' }, { route: '/health' })).toEqual([]);
  });
});
