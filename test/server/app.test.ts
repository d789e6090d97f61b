import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadConfig } from '../../src/config/index.ts';
import { createExporter } from '../../src/runtime.ts';
import { type AlertNotification, createServer } from '../../src/server/index.ts';
import { parseExposition, sampleValue } from '../support/parse-exposition.ts';

/** What Alertmanager 0.28 posts to a webhook. */
const NOTIFICATION = {
  receiver: 'aiwatch',
  status: 'firing',
  alerts: [
    {
      status: 'firing',
      labels: { alertname: 'HighErrorRate', severity: 'critical', job: 'assistant' },
      annotations: { summary: 'Many requests fail', description: '12 % of requests fail.' },
      startsAt: '2026-11-21T05:00:00.123456789Z',
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: 'http://prometheus:9090/graph?g0.expr=up',
      fingerprint: 'c0ffee00c0ffee00',
    },
    {
      status: 'resolved',
      labels: { alertname: 'InstanceDown' },
      annotations: {},
      startsAt: '2026-11-21T05:00:00Z',
      endsAt: '2026-11-21T05:01:00Z',
      generatorURL: '',
      fingerprint: 'c0ffee00c0ffee01',
    },
  ],
  groupLabels: { alertname: 'HighErrorRate' },
  commonLabels: {},
  commonAnnotations: {},
  externalURL: 'http://alertmanager:9093',
  version: '4',
  groupKey: '{}:{alertname="HighErrorRate"}',
  truncatedAlerts: 0,
};

async function start({ token, host = '127.0.0.1' }: { token?: string; host?: string } = {}) {
  const config = loadConfig({ env: token === undefined ? {} : { AIWATCH_METRICS_TOKEN: token } });
  const exporter = createExporter(config, { log: () => {} });
  const alerts: AlertNotification[] = [];
  const app = await createServer({
    exporter,
    prometheusUrl: config.bundle.prometheusUrl,
    applicationJob: config.bundle.applicationJob,
    onAlert: alert => alerts.push(alert),
  });
  onTestFinished(async () => {
    await app.close();
    exporter.close();
  });
  await app.listen({ host, port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(`${url}/api/v1/alertmanager`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
  const deliver = (body: unknown, headers?: Record<string, string>) => post(JSON.stringify(body), headers);
  const scrape = async () => {
    const headers = {
      accept: 'text/plain',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    };
    const response = await fetch(`${url}/metrics`, { headers });
    return parseExposition(await response.text(), { format: 'text' });
  };
  return { url, port, alerts, post, deliver, scrape };
}

describe('GET /health', () => {
  it('says that the process answers', async () => {
    const { url } = await start();
    const response = await fetch(`${url}/health`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'healthy', uptime: expect.any(Number) });
  });

  it('needs no token', async () => {
    const { url } = await start({ token: 'secret' });
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });
});

describe('GET /metrics', () => {
  it('shows the metrics of the server itself', async () => {
    const { url, scrape } = await start();
    await fetch(`${url}/health`);
    const families = await scrape();
    const labels = {
      method: 'GET',
      route: '/health',
      status_code: '200',
      stream: 'false',
      outcome: 'completed',
    };
    expect(sampleValue(families, 'http_requests_total', labels)).toBe(1);
    expect(sampleValue(families, 'aiwatch_alerts_received_total', { status: 'firing' })).toBe(0);
    expect(families.has('process_resident_memory_bytes')).toBe(true);
  });

  it.each([undefined, 'Bearer wrong', 'Bearer', 'Basic c2VjcmV0', 'secret'])(
    'refuses the authorization %s where there is a token',
    async authorization => {
      const { url } = await start({ token: 'secret' });
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      const response = await fetch(`${url}/metrics`, { headers });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toContain('Bearer');
      expect(await response.text()).not.toContain('secret');
    },
  );

  it('answers where the token is right', async () => {
    const { scrape } = await start({ token: 'secret' });
    expect((await scrape()).has('aiwatch_build_info')).toBe(true);
  });
});

describe('POST /api/v1/alertmanager', () => {
  it('takes what Alertmanager delivers, and counts it', async () => {
    const { deliver, alerts, scrape } = await start();
    for (let i = 0; i < 2; i++) expect((await deliver(NOTIFICATION)).status).toBe(204);
    expect(alerts).toHaveLength(4);
    expect(alerts[0]).toMatchObject({
      status: 'firing',
      labels: { alertname: 'HighErrorRate', severity: 'critical' },
      annotations: { summary: 'Many requests fail' },
      startsAt: '2026-11-21T05:00:00.123456789Z',
    });
    const families = await scrape();
    for (const status of ['firing', 'resolved']) {
      expect(sampleValue(families, 'aiwatch_alerts_received_total', { status })).toBe(2);
    }
  });

  it('takes the watchdog for a heartbeat: it keeps when it last came, and tells and counts no alert', async () => {
    const { deliver, alerts, scrape } = await start();
    const timestamp = async () => sampleValue(await scrape(), 'aiwatch_watchdog_timestamp_seconds');
    expect(await timestamp()).toBe(0);
    const [alert] = NOTIFICATION.alerts;
    const watchdog = { ...alert, labels: { alertname: 'Watchdog', severity: 'none' } };
    const before = Date.now() / 1000;
    expect((await deliver({ ...NOTIFICATION, alerts: [watchdog] })).status).toBe(204);
    const arrived = await timestamp();
    expect(arrived).toBeGreaterThanOrEqual(before);
    expect(arrived).toBeLessThanOrEqual(Date.now() / 1000);
    const resolved = { ...watchdog, status: 'resolved' };
    expect((await deliver({ ...NOTIFICATION, alerts: [resolved] })).status).toBe(204);
    expect(await timestamp()).toBe(arrived);
    expect(alerts).toEqual([]);
    for (const status of ['firing', 'resolved']) {
      expect(sampleValue(await scrape(), 'aiwatch_alerts_received_total', { status })).toBe(0);
    }
  });

  it('takes a notification without alerts', async () => {
    const { deliver, alerts } = await start();
    expect((await deliver({ ...NOTIFICATION, alerts: [] })).status).toBe(204);
    expect(alerts).toEqual([]);
  });

  const [alert] = NOTIFICATION.alerts;
  it.each([
    ['another version', { ...NOTIFICATION, version: '5' }],
    ['no version', { ...NOTIFICATION, version: undefined }],
    ['no alerts', { ...NOTIFICATION, alerts: undefined }],
    ['alerts that are no list', { ...NOTIFICATION, alerts: 'many' }],
    ['an unknown status', { ...NOTIFICATION, alerts: [{ ...alert, status: 'pending' }] }],
    ['no labels', { ...NOTIFICATION, alerts: [{ ...alert, labels: undefined }] }],
    ['a label that is no text', { ...NOTIFICATION, alerts: [{ ...alert, labels: { alertname: { a: 1 } } }] }],
    ['a list', [NOTIFICATION]],
    ['null', null],
  ])('refuses %s with 400, and counts nothing', async (_what, body) => {
    const { deliver, alerts, scrape } = await start();
    const response = await deliver(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: 'REQUEST_INVALID',
      message: expect.any(String),
      field: expect.any(String),
    });
    expect(alerts).toEqual([]);
    expect(sampleValue(await scrape(), 'aiwatch_alerts_received_total', { status: 'firing' })).toBe(0);
  });

  it('refuses what is not JSON', async () => {
    const { post } = await start();
    for (const body of ['{"version":', '', 'hello']) {
      const response = await post(body);
      expect(response.status).toBe(400);
      expect(response.headers.get('content-type')).toContain('application/json');
    }
    expect((await post('<alert/>', { 'content-type': 'application/xml' })).status).toBe(415);
  });

  it('takes a group of a thousand alerts, and refuses a body beyond 4 MiB', async () => {
    const { deliver, alerts } = await start();
    const many = { ...NOTIFICATION, alerts: Array.from({ length: 1000 }, () => alert) };
    expect((await deliver(many)).status).toBe(204);
    expect(alerts).toHaveLength(1000);
    const huge = { ...NOTIFICATION, externalURL: 'x'.repeat(4 * 1024 * 1024) };
    const response = await deliver(huge);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: 'REQUEST_TOO_LARGE' });
    expect(alerts).toHaveLength(1000);
  });

  it('wants the token where there is one', async () => {
    const { deliver, alerts } = await start({ token: 'secret' });
    for (const headers of [{}, { authorization: 'Bearer wrong' }]) {
      const response = await deliver(NOTIFICATION, headers);
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ error: expect.stringContaining('ACCESS_') });
    }
    expect((await deliver(NOTIFICATION, { authorization: 'Bearer secret' })).status).toBe(204);
    expect(alerts).toHaveLength(2);
  });

  it('refuses everyone where it can be reached from outside and has no token', async () => {
    const { deliver, alerts, url } = await start({ host: '0.0.0.0' });
    expect((await deliver(NOTIFICATION)).status).toBe(401);
    expect((await fetch(`${url}/metrics`)).status).toBe(401);
    expect(alerts).toEqual([]);
  });

  it('refuses a page that was led here by its own name for this machine', async () => {
    const { port, alerts } = await start();
    const status = await new Promise((resolve, reject) => {
      const headers = { host: 'attacker.example', 'content-type': 'application/json' };
      const outgoing = request(
        { host: '127.0.0.1', port, method: 'POST', path: '/api/v1/alertmanager', headers },
        response => resolve(buffer(response).then(() => response.statusCode)),
      );
      outgoing.on('error', reject).end(JSON.stringify(NOTIFICATION));
    });
    expect(status).toBe(401);
    expect(alerts).toEqual([]);
  });

  it('answers other methods and paths with 404', async () => {
    const { url } = await start();
    expect((await fetch(`${url}/api/v1/alertmanager`)).status).toBe(404);
    expect((await fetch(`${url}/nothing`)).status).toBe(404);
  });
});
