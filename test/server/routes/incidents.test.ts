import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { CurrentAlerts, Incident, IncidentPage } from '../../../src/api/incidents.ts';
import { startAlertmanager } from '../../../tools/servers/alertmanager.ts';
import { findFreePort } from '../../../tools/servers/free-port.ts';
import { writeAlertmanagerFiles } from '../../support/alertmanager-config.ts';
import { startServer } from '../../support/http-server.ts';
import { startTestPostgresql, type TestPostgresql } from '../../support/postgresql.ts';
import { requirePrograms } from '../../support/servers.ts';
import { ASKERS, startRunningServer } from './running-server.ts';

const programs = await requirePrograms('postgres', 'initdb', 'prometheus-alertmanager');
const PATIENCE = { timeout: 60_000, interval: 250 };
const UNKNOWN_ID = '0190f5b6-7d3a-7c3a-8b3a-000000000000';

const ALERT = {
  labels: { alertname: 'HighErrorRate', severity: 'critical', job: 'assistant', team: 'application' },
  annotations: { summary: 'Many requests fail', runbook_url: 'http://localhost:4000/runbooks/HighErrorRate' },
  generatorURL: 'http://localhost:9090/graph?g0.expr=up',
};

/** A notification as Alertmanager sends it. */
const notificationOf = (fingerprint: string, status: 'firing' | 'resolved' = 'firing') => ({
  version: '4',
  alerts: [
    {
      ...ALERT,
      status,
      fingerprint,
      startsAt: '2026-11-21T05:00:00.123456789Z',
      endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : '2026-11-21T05:10:00Z',
    },
  ],
});

/** An Alertmanager with the generated configuration, which waits for nothing; it tells the server of every alert. */
async function startRealAlertmanager(webhookUrl: string, port: number) {
  const hurry = (content: string) =>
    content.replaceAll(/group_(wait|interval): \w+/g, 'group_$1: 1s').replaceAll(/: 4h$/gm, ': 5s');
  const notify = { pagerDuty: false, slack: null, email: null };
  const folder = await writeAlertmanagerFiles({ webhookUrl, notify }, hurry);
  const server = await startAlertmanager({
    program: programs.get('prometheus-alertmanager'),
    port,
    configFile: join(folder, 'alertmanager/alertmanager.yml'),
    dataDir: join(folder, 'data'),
  });
  onTestFinished(() => server.stop());
  const send = async (path: string, body: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${server.url}/api/v2${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
  };
  return {
    fire: (alert: object = ALERT) => send('/alerts', [alert]),
    resolve: () => send('/alerts', [{ ...ALERT, endsAt: new Date().toISOString() }]),
    silence: () =>
      send('/silences', {
        matchers: [{ name: 'alertname', value: 'HighErrorRate', isRegex: false }],
        startsAt: new Date().toISOString(),
        endsAt: new Date(Date.now() + 3_600_000).toISOString(),
        createdBy: 'the test',
        comment: 'planned',
      }),
    stop: () => server.stop(),
  };
}

/** What is asked wrongly: the status of the answer, and the field that it names. */
const REFUSED: readonly (readonly [
  method: 'GET' | 'POST',
  path: string,
  status: number,
  field: string,
  body?: unknown,
])[] = [
  ['GET', '?state=closed', 400, 'state'],
  ['GET', '?limit=0', 400, 'limit'],
  ['GET', '?limit=201', 400, 'limit'],
  ['GET', '?from=yesterday', 400, 'from'],
  ['GET', '?cursor=abc', 400, 'cursor'],
  ['GET', '?severty=critical', 400, 'severty'],
  ['GET', '/1', 400, 'id'],
  ['GET', `/${UNKNOWN_ID}`, 404, 'id'],
  ['POST', `/${UNKNOWN_ID}/acknowledge`, 404, 'id', {}],
  ['POST', `/${UNKNOWN_ID}/acknowledge`, 400, 'note', { note: 'x'.repeat(2001) }],
  ['POST', `/${UNKNOWN_ID}/acknowledge`, 400, 'text', { text: 'x' }],
  ['POST', `/${UNKNOWN_ID}/acknowledge`, 400, 'body', []],
];

describe.skipIf(programs.skip)('incidents of the server', { timeout: 150_000 }, () => {
  let postgresql: TestPostgresql;
  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs);
  });
  afterAll(() => postgresql.close());

  const start = async (settings: object = {}) => {
    const server = await startRunningServer(await postgresql.createDatabase(), settings);
    const list = async (query = '') =>
      ((await server.get(`/api/v1/incidents${query}`)).body as IncidentPage).incidents;
    const current = async () => (await server.get('/api/v1/alerts')).body as CurrentAlerts;
    const notify = (body: unknown) => server.post('/api/v1/alertmanager', body, 'nobody');
    return { ...server, list, current, notify };
  };

  test('follow what a real Alertmanager tells, from firing to the end', async () => {
    const port = await findFreePort();
    const server = await start({ alertmanager: { url: `http://127.0.0.1:${port}` } });
    const { list, current, post, url } = server;
    const alertmanager = await startRealAlertmanager(`${url}/api/v1/alertmanager`, port);
    await alertmanager.fire();
    await alertmanager.fire({ labels: { alertname: 'Watchdog', severity: 'none' } });
    await expect.poll(() => list('?state=open'), PATIENCE).toHaveLength(1);
    const [open] = await list();
    expect(open).toMatchObject({
      name: 'HighErrorRate',
      severity: 'critical',
      annotations: ALERT.annotations,
      runbookUrl: ALERT.annotations.runbook_url,
      generatorUrl: ALERT.generatorURL,
    });
    const { id } = open!;
    await post(`/api/v1/incidents/${id}/acknowledge`, { note: 'on it' });
    expect(await current()).toEqual({
      source: 'alertmanager',
      reason: null,
      alerts: [
        {
          fingerprint: open!.fingerprint,
          state: 'active',
          name: 'HighErrorRate',
          severity: 'critical',
          labels: ALERT.labels,
          annotations: ALERT.annotations,
          runbookUrl: ALERT.annotations.runbook_url,
          generatorUrl: ALERT.generatorURL,
          startsAt: open!.startsAt,
          updatedAt: expect.any(String),
          silencedBy: [],
          inhibitedBy: [],
          incidentId: id,
          acknowledgedAt: expect.any(String),
        },
      ],
    });
    await alertmanager.silence();
    await expect
      .poll(async () => (await current()).alerts[0], PATIENCE)
      .toMatchObject({ state: 'suppressed', silencedBy: [expect.any(String)], incidentId: id });
  });

  test('are repeated and resolved by a real Alertmanager, and show when it cannot be asked', async () => {
    const port = await findFreePort();
    const { list, current, url } = await start({ alertmanager: { url: `http://127.0.0.1:${port}` } });
    const alertmanager = await startRealAlertmanager(`${url}/api/v1/alertmanager`, port);
    await alertmanager.fire();
    await expect.poll(async () => (await list())[0]?.notifications, PATIENCE).toBeGreaterThan(1);
    await alertmanager.resolve();
    await expect.poll(() => list('?state=resolved'), PATIENCE).toMatchObject([{ name: 'HighErrorRate' }]);
    expect(await list()).toHaveLength(1);
    await alertmanager.stop();
    expect(await current()).toEqual({
      source: 'incidents',
      reason: expect.stringContaining('ECONNREFUSED'),
      alerts: [],
    });
  });

  test('are kept by Alertmanager while the database is away', async () => {
    const { list, url, notify, get, alerts } = await start();
    const alertmanager = await startRealAlertmanager(`${url}/api/v1/alertmanager`, await findFreePort());
    await postgresql.stop();
    const refused = await notify(notificationOf('a'));
    expect([refused.status, refused.body.error]).toEqual([503, 'STORE_UNAVAILABLE']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    for (const path of ['/api/v1/incidents', '/api/v1/alerts']) expect((await get(path)).status).toBe(503);
    expect(alerts).toEqual([]);
    await alertmanager.fire();
    await postgresql.start();
    await expect.poll(() => list(), PATIENCE).toMatchObject([{ name: 'HighErrorRate', state: 'open' }]);
    await expect.poll(() => alerts.length, PATIENCE).toBeGreaterThan(0);
  });

  test('stand in for an Alertmanager that is not configured, hangs, or answers something else', async () => {
    const servers = [
      await startServer(() => {}),
      await startServer((_request, response) => response.writeHead(302, { location: '/' }).end()),
      await startServer((_request, response) => response.end('{"alerts":[]}')),
      await startServer((_request, response) => response.end('[{"labels":{}}]')),
    ];
    const urls = [undefined, ...servers.map(({ port }) => `http://127.0.0.1:${port}`)];
    for (const url of urls) {
      const { notify, current } = await start({ alertmanager: { url } });
      await notify(notificationOf('a'));
      expect(await current(), url).toMatchObject({
        source: 'incidents',
        reason: expect.stringContaining('Nothing from Alertmanager'),
        alerts: [{ name: 'HighErrorRate', state: 'active', incidentId: expect.any(String) }],
      });
    }
  });

  test('ask an Alertmanager that wants a password', async () => {
    const asked: (string | undefined)[] = [];
    const { port } = await startServer((request, response) => {
      asked.push(`${request.url} ${request.headers.authorization}`);
      response.end('[]');
    });
    const alertmanager = { url: `http://127.0.0.1:${port}/am/`, username: 'aiwatch', password: 'secret' };
    const { current } = await start({ alertmanager });
    expect(await current()).toEqual({ source: 'alertmanager', reason: null, alerts: [] });
    const credentials = Buffer.from('aiwatch:secret').toString('base64');
    expect(asked).toEqual([`/am/api/v2/alerts Basic ${credentials}`]);
  });

  test('are for administrators, and acknowledged by them with their name in the audit trail', async () => {
    const { get, post, notify, list } = await start();
    expect((await notify(notificationOf('a'))).status).toBe(204);
    const [{ id }] = (await list()) as [Incident];
    const path = `/api/v1/incidents/${id}`;
    for (const asker of ASKERS) {
      const statuses = [
        (await get('/api/v1/incidents', asker)).status,
        (await get(path, asker)).status,
        (await get('/api/v1/alerts', asker)).status,
        (await post(`${path}/acknowledge`, undefined, asker)).status,
      ];
      const expected = { admin: 200, user: 403, service: 403, nobody: 401 }[asker];
      expect(statuses, asker).toEqual(Array(4).fill(expected));
    }
    const { body } = await post(`${path}/acknowledge`, { note: 'restarting it' });
    expect(body).toMatchObject({
      id,
      note: 'restarting it',
      acknowledgedBy: expect.stringMatching(/^token:/),
    });
    expect((await get(path)).body).toEqual(body);
    const { actions } = (await get('/api/v1/audit?limit=2')).body;
    expect(actions).toMatchObject([
      { action: 'incidents.acknowledge', actor: expect.stringMatching(/^token:/), details: { incident: id } },
      { action: 'incidents.acknowledge' },
    ]);
  });

  test('refuse what they do not know, by name', async () => {
    const { get, post } = await start();
    for (const [method, path, status, field, body] of REFUSED) {
      const url = `/api/v1/incidents${path}`;
      const answer = method === 'GET' ? await get(url) : await post(url, body);
      expect(answer, `${method} ${path}`).toMatchObject({ status, body: { field } });
    }
  });
});
