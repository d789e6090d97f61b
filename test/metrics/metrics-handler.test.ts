import { once } from 'node:events';
import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  createMetricsHandler,
  createRegistry,
  createScraper,
  type ScrapeAccess,
  type Scraper,
} from '../../src/metrics/index.ts';
import { send, startServer } from '../support/http-server.ts';
import { parseExposition, sampleValue } from '../support/parse-exposition.ts';

const OPENMETRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

async function startMetrics(seriesCount = 10, access: ScrapeAccess = {}) {
  const registry = createRegistry({ maxSeriesPerMetric: seriesCount });
  const gauge = registry.gauge({ type: 'gauge', name: 'many', help: 'Many.', labels: ['n'] });
  for (let n = 0; n < seriesCount; n++) gauge.with({ n: `${n}`.padEnd(100, '.') }).set(n);
  const scraper = createScraper(registry);
  const handler = createMetricsHandler(scraper, access);
  return { registry, ...(await startServer(handler)) };
}

describe('/metrics', () => {
  test('answers with an exposition and its type', async () => {
    const { port } = await startMetrics();
    const { status, headers, body } = await send(port);
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(parseExposition(body.toString(), { format: 'text' }).get('many')!.samples.length).toBe(10);
  });

  test('answers in OpenMetrics, packed, with the families that were asked for', async () => {
    const { port } = await startMetrics();
    const { headers, body } = await send(port, {
      path: '/metrics?name[]=many&x=1&name%5B%5D=other',
      headers: { accept: OPENMETRICS, 'accept-encoding': 'gzip' },
    });
    expect([headers['content-type'], headers['content-encoding']]).toEqual([OPENMETRICS, 'gzip']);
    const families = parseExposition(gunzipSync(body).toString(), { format: 'openmetrics' });
    expect([...families.keys()]).toEqual(['many']);
  });

  test('answers HEAD with the headers of GET and no body', async () => {
    const { port, registry } = await startMetrics(50_000);
    const get = await send(port);
    const head = await send(port, { method: 'HEAD' });
    expect([head.status, head.body.length]).toEqual([200, 0]);
    expect(head.headers['content-type']).toBe(get.headers['content-type']);
    // No exposition was made for it: there is one only for the GET.
    expect(registry.instrument('aiwatch_scrape_duration_seconds')!.series[0]).toMatchObject({ count: 1 });
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('refuses %s', async method => {
    const { port } = await startMetrics();
    const { status, headers, body } = await send(port, { method });
    expect([status, headers.allow, body.toString()]).toEqual([405, 'GET, HEAD', 'GET or HEAD only.\n']);
  });

  test('asks for the token, and takes it', async () => {
    const { port } = await startMetrics(10, { token: 'secret' });
    const refused = await send(port);
    expect([refused.status, refused.headers['www-authenticate']]).toEqual([401, 'Bearer realm="metrics"']);
    expect(refused.body.toString()).toContain('scrape: expected a bearer token');
    expect((await send(port, { headers: { authorization: 'Bearer wrong' } })).status).toBe(401);
    expect((await send(port, { headers: { authorization: 'Bearer secret' } })).status).toBe(200);
  });

  test('answers 503 while too many passwords wait to be checked', async () => {
    const { port } = await startMetrics(10, { checkPassword: async () => 'busy' });
    const { status, headers, body } = await send(port, { headers: { authorization: 'Basic YTpi' } });
    expect([status, headers['retry-after'], headers['www-authenticate']]).toEqual([503, '2', undefined]);
    expect(body.toString()).toContain('[ACCESS_BUSY]');
  });

  test.each<[string, Record<string, string>, string]>([
    ['Accept', { accept: 'x'.repeat(9000) }, '/'],
    ['Accept-Encoding', { 'accept-encoding': ';;,,=;q=' }, '/'],
    ['the timeout', { 'x-prometheus-scrape-timeout-seconds': 'soon' }, '/'],
    ['the query', {}, '/?%&name[]=%E0%A4%A&&=?name[]=x'],
  ])('answers nonsense in %s', async (_, headers, path) => {
    const { port } = await startMetrics();
    const { status, body } = await send(port, { headers, path });
    expect(status).toBe(200);
    parseExposition(body.toString(), { format: 'text' });
  });

  test('answers 200 scrapes at once with one exposition', async () => {
    const { port, registry } = await startMetrics(2000);
    const answers = await Promise.all(Array.from({ length: 200 }, () => send(port)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    for (const { body } of answers.slice(0, 3)) {
      expect(parseExposition(body.toString(), { format: 'text' }).get('many')!.samples.length).toBe(2000);
    }
    expect(
      registry.instrument('aiwatch_scrapes_total')!.series.map(one => ('value' in one ? one.value : 0)),
    ).toContain(200);
  });

  test('survives a scraper that hangs up half-way: nothing stays open, and the next one gets everything', async () => {
    const server = await startMetrics(100_000);
    for (const encoding of ['identity', 'gzip']) {
      const socket = connect(server.port, '127.0.0.1');
      socket.write(`GET / HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: ${encoding}\r\n\r\n`);
      await once(socket, 'data');
      socket.destroy();
      await once(socket, 'close');
      while ((await server.connections()) > 0) await new Promise(resolve => setImmediate(resolve));
      const { body } = await send(server.port, { headers: { 'accept-encoding': encoding } });
      const text = (encoding === 'gzip' ? gunzipSync(body) : body).toString();
      const families = parseExposition(text, { format: 'text' });
      expect(families.get('many')!.samples.length).toBe(100_000);
      expect(sampleValue(families, 'aiwatch_collector_success')).toBeUndefined();
    }
  });

  test.each(['GET', 'HEAD', 'POST'])('leaves alone what somebody else has answered (%s)', async method => {
    const registry = createRegistry();
    const scraper = createScraper(registry);
    const bodies: AsyncGenerator<Buffer>[] = [];
    const observed: Pick<Scraper, 'scrape'> = {
      scrape: request => {
        const answer = scraper.scrape(request);
        bodies.push(answer.body);
        return answer;
      },
    };
    const handler = createMetricsHandler(observed as Scraper);
    const outcomes: Promise<void>[] = [];
    const { port } = await startServer((request, response) => {
      response.writeHead(202, { 'content-type': 'text/plain' }).end('done');
      outcomes.push(handler(request, response));
    });
    const { status, body } = await send(port, { method });
    expect([status, body.toString()]).toEqual([202, method === 'HEAD' ? '' : 'done']);
    expect(await Promise.all(outcomes)).toEqual([undefined]);
    // The scrape that it began has been given up.
    for (const scrape of bodies) expect(await scrape.next()).toEqual({ done: true, value: undefined });
    expect(bodies.length).toBe(method === 'POST' ? 0 : 1);
  });

  test('survives a scraper that does not read, while others scrape', async () => {
    const { port } = await startMetrics(100_000);
    const stalled = connect(port, '127.0.0.1').pause();
    stalled.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await once(stalled, 'connect');
    for (let scrape = 0; scrape < 2; scrape++) {
      const { body } = await send(port);
      expect(parseExposition(body.toString(), { format: 'text' }).get('many')!.samples.length).toBe(100_000);
    }
    stalled.destroy();
  });
});
