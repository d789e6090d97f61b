import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { parseConfig } from '../../src/config/index.ts';
import { issueToken, openKeyFile, openServer } from '../../src/server/index.ts';
import { findFreePort } from '../../tools/servers/free-port.ts';
import { runTool } from '../../tools/servers/run-tool.ts';
import { startServer } from '../../tools/servers/running-server.ts';
import { makeCertificates } from '../support/certificates.ts';
import { startTestPostgresql } from '../support/postgresql.ts';
import { requirePrograms } from '../support/servers.ts';
import { sendTls } from '../support/tls-request.ts';

const programs = await requirePrograms(
  ...(['nginx', 'openssl', 'prometheus', 'prometheus-alertmanager', 'postgres', 'initdb'] as const),
);

/** The host name of aiwatch, as the file has it. */
const AIWATCH = 'aiwatch.example.com';
const TOKEN = 'token-of-aiwatch';
const AUTH = 'operator:correct horse';
const CLOSERS: (() => Promise<unknown>)[] = [];
let folder: string;
let ca: string;
/** Of an administrator. */
let token: string;
let ports: Readonly<Record<'http' | 'https' | 'grafana' | 'prometheus' | 'alertmanager' | 'aiwatch', number>>;

const get = (path: string, auth?: string, headers?: Readonly<Record<string, string>>) =>
  sendTls(`https://localhost:${ports.https}${path}`, {
    ca,
    ...(auth !== undefined && { auth }),
    ...(headers !== undefined && { headers }),
  });

/** The same from aiwatch, by its own host name. */
const getAiwatch = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  get(path, undefined, { host: AIWATCH, ...headers });

async function postAiwatch(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const sent = request(`https://localhost:${ports.https}${path}`, {
    ...{ ca, agent: false, method: 'POST' },
    headers: { host: AIWATCH, 'content-type': 'application/json', ...headers },
  }).end(JSON.stringify(body));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  return response;
}

/** The file as it is shipped, but for addresses and folders; with the folders that nginx writes to. */
async function writeConfig(): Promise<string> {
  const shipped = await readFile('deploy/security/nginx.conf', 'utf8');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    name => `${name}_temp_path ${join(folder, name)};`,
  );
  const replacements: readonly (readonly [string, string])[] = [
    ['/etc/nginx/aiwatch/', `${join(folder, 'tls')}/`],
    // Where this process is root, nginx is nobody; else who this process is.
    ['user www-data;', ''],
    ['/run/nginx.pid', join(folder, 'nginx.pid')],
    ['/var/log/nginx/monitoring.log', join(folder, 'access.log')],
    ['listen 80;', `listen 127.0.0.1:${ports.http};`],
    ['listen 443 ssl;', `listen 127.0.0.1:${ports.https} ssl;`],
    ['127.0.0.1:3000', `127.0.0.1:${ports.grafana}`],
    ['127.0.0.1:9090', `127.0.0.1:${ports.prometheus}`],
    ['127.0.0.1:9093', `127.0.0.1:${ports.alertmanager}`],
    ['127.0.0.1:4000', `127.0.0.1:${ports.aiwatch}`],
    ['http {', `http { ${temporary.join(' ')}`],
  ];
  const config = replacements.reduce((text, [from, to]) => {
    expect(text, from).toContain(from);
    return text.replaceAll(from, to);
  }, shipped);
  const file = join(folder, 'nginx.conf');
  await writeFile(file, config);
  return file;
}

/** Stands for Grafana: says what it was asked, and takes WebSockets. */
async function startGrafana(port: number) {
  const server = createServer((incoming, response) => {
    response.end(JSON.stringify({ url: incoming.url, headers: incoming.headers }));
  });
  server.on('upgrade', (_, socket) => {
    socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n');
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  CLOSERS.push(async () => {
    server.close();
    server.closeAllConnections();
  });
}

async function startAiwatch(port: number) {
  const postgresql = await startTestPostgresql(programs);
  CLOSERS.push(() => postgresql.close());
  const dataDir = join(folder, 'aiwatch');
  const keyFile = join(dataDir, 'keys', 'tokens.json');
  const server = await openServer(
    parseConfig({
      metrics: { token: TOKEN },
      server: { dataDir, publicUrl: `https://${AIWATCH}`, trustProxy: '127.0.0.1' },
      store: { databaseUrl: await postgresql.createDatabase() },
      auth: { keyFile },
      log: { dir: null },
    }),
    { onNotice: () => {}, onAlert: () => {} },
  );
  CLOSERS.push(() => server.close());
  await server.app.listen({ host: '127.0.0.1', port });
  const [key] = await openKeyFile(keyFile);
  token = (await issueToken(key, { role: 'admin', ttlMs: 3_600_000 })).token;
}

async function startPrometheus(port: number) {
  const configFile = join(folder, 'prometheus.yml');
  await writeFile(configFile, 'global: {}\n');
  const url = `http://127.0.0.1:${port}`;
  const server = await startServer(
    { program: programs.get('prometheus'), port },
    {
      url,
      args: [
        `--config.file=${configFile}`,
        `--storage.tsdb.path=${join(folder, 'prometheus')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--web.external-url=https://localhost/prometheus/',
        '--web.route-prefix=/',
        '--web.enable-admin-api',
      ],
      isReady: async signal => (await fetch(`${url}/-/ready`, { signal })).ok,
    },
  );
  CLOSERS.push(() => server.stop());
}

async function startProxiedAlertmanager(port: number) {
  const configFile = join(folder, 'alertmanager.yml');
  await writeFile(configFile, 'route: { receiver: none }\nreceivers: [{ name: none }]\n');
  const url = `http://127.0.0.1:${port}`;
  const server = await startServer(
    { program: programs.get('prometheus-alertmanager'), port },
    {
      url,
      args: [
        `--config.file=${configFile}`,
        `--storage.path=${join(folder, 'alertmanager')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--web.external-url=https://localhost/alertmanager/',
        '--web.route-prefix=/',
        '--cluster.listen-address=',
      ],
      isReady: async signal => (await fetch(`${url}/-/ready`, { signal })).ok,
    },
  );
  CLOSERS.push(() => server.stop());
}

async function startNginx(configFile: string) {
  const url = `https://localhost:${ports.https}`;
  const server = await startServer(
    { program: programs.get('nginx'), port: ports.https },
    {
      url,
      args: ['-p', folder, '-c', configFile, '-e', 'stderr', '-g', 'daemon off;'],
      isReady: async () => (await sendTls(`${url}/`, { ca })).status === 302,
    },
  );
  CLOSERS.push(() => server.stop());
}

describe.skipIf(programs.skip)('the reverse proxy of deploy/security/nginx.conf', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aiwatch-nginx-'));
    await makeCertificates(join(folder, 'tls'), [AIWATCH]);
    ca = await readFile(join(folder, 'tls/ca.crt'), 'utf8');
    const hash = await runTool(programs.get('openssl'), ['passwd', '-6', 'correct horse']);
    await writeFile(join(folder, 'tls/htpasswd'), `operator:${hash.stdout.trim()}\n`);
    for (const name of ['client_body', 'logs']) await mkdir(join(folder, name), { recursive: true });
    const names = ['http', 'https', 'grafana', 'prometheus', 'alertmanager', 'aiwatch'] as const;
    const entries = await Promise.all(names.map(async name => [name, await findFreePort()] as const));
    ports = Object.fromEntries(entries) as typeof ports;
    // As on a real machine: the user that nginx runs as reads the passwords.
    for (const each of [folder, join(folder, 'tls')]) await chmod(each, 0o755);
    const configFile = await writeConfig();
    await Promise.all([
      startGrafana(ports.grafana),
      startAiwatch(ports.aiwatch),
      startPrometheus(ports.prometheus),
      startProxiedAlertmanager(ports.alertmanager),
    ]);
    await startNginx(configFile);
  }, 120_000);

  afterAll(async () => {
    for (const close of CLOSERS.reverse()) await close();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  it('is a configuration that nginx accepts', async () => {
    const args = ['-t', '-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'];
    const { exitCode, stderr } = await runTool(programs.get('nginx'), args);
    expect(exitCode, stderr).toBe(0);
    expect(stderr).not.toContain('[warn]');
  });

  it('sends those who come by plain HTTP to the same place by TLS', async () => {
    const response = await fetch(`http://localhost:${ports.http}/grafana/d/x?a=b`, { redirect: 'manual' });
    expect(response.status).toBe(308);
    expect(response.headers.get('location')).toBe('https://localhost/grafana/d/x?a=b');
    expect(response.headers.get('strict-transport-security')).toBe(null);
  });

  it('lets a user with the password query Prometheus, and nobody else', async () => {
    const path = '/prometheus/api/v1/query?query=vector(1)';
    expect((await get(path)).status).toBe(401);
    expect((await get(path, 'operator:wrong')).status).toBe(401);
    const { status, body } = await get(path, AUTH);
    expect(status).toBe(200);
    expect(body).toContain('"status":"success"');
  });

  it('leads to the pages of Prometheus under its path', async () => {
    const { status, headers } = await get('/prometheus/', AUTH);
    expect(status).toBe(302);
    expect(headers.location).toMatch(/^\/prometheus\/(classic\/graph|graph|query)$/);
  });

  it('lets a user with the password read Alertmanager, and nobody else', async () => {
    expect((await get('/alertmanager/api/v2/status')).status).toBe(401);
    expect((await get('/alertmanager/api/v2/status', AUTH)).status).toBe(200);
  });

  it.each([
    '/prometheus/-/reload',
    '/prometheus/metrics',
    '/prometheus/debug/pprof/heap',
    '/prometheus/api/v1/admin/tsdb/snapshot',
    '/prometheus//api/v1/admin/tsdb/snapshot',
    '/prometheus/x/../api/v1/admin/tsdb/snapshot',
    '/prometheus/%61pi/v1/admin/tsdb/snapshot',
    '/alertmanager/-/reload',
    '/grafana/metrics',
    '/grafana//metrics',
  ])('lets nobody get %s, not even with the password', async path => {
    expect((await get(path, AUTH)).status).toBe(403);
  });

  it('has a host name of its own for aiwatch, with the panel at its root and the runbooks', async () => {
    const page = await getAiwatch('/activity', { accept: 'text/html' });
    expect(page.status).toBe(200);
    expect(page.body).toContain('<div id="root">');
    expect(page.headers['content-security-policy']).toContain(`wss://${AIWATCH}`);
    expect((await getAiwatch('/runbooks')).status).toBe(200);
    expect((await getAiwatch('/metrics', { authorization: `Bearer ${TOKEN}` })).status).toBe(403);
    expect((await get('/aiwatch/')).status).toBe(404);
  });

  it('passes on to aiwatch what has its token', async () => {
    const alerts = { version: '4', alerts: [] };
    const path = '/api/v1/alertmanager';
    expect((await postAiwatch(path, alerts)).statusCode).toBe(401);
    const authorization = `Bearer ${TOKEN}`;
    expect((await postAiwatch(path, alerts, { authorization })).statusCode).toBe(204);
  });

  it('lets people sign in to the panel, with a cookie that browsers keep to this host and to TLS', async () => {
    const path = '/api/v1/session';
    const origin = `https://${AIWATCH}`;
    const { statusCode, headers } = await postAiwatch(path, { token }, { origin });
    expect(statusCode).toBe(200);
    const [cookie = ''] = headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^__Host-aiwatch-session=.*; Secure/);
    const { body } = await getAiwatch(path, { cookie: cookie.split(';', 1)[0]! });
    expect(JSON.parse(body)).toMatchObject({ signedIn: true, role: 'admin' });
  });

  it('shows pages of the panel what happens by WebSocket', async () => {
    const socket = io(`https://localhost:${ports.https}/monitoring`, {
      ...{ ca, transports: ['websocket'], auth: { token }, forceNew: true },
      extraHeaders: { host: AIWATCH, origin: `https://${AIWATCH}` },
    });
    onTestFinished(() => void socket.disconnect());
    const told = new Promise(resolve => socket.on('monitoring:event', resolve));
    expect(await socket.emitWithAck('monitoring:subscribe')).toMatchObject({ ok: true });
    const authorization = `Bearer ${token}`;
    const event = { id: 'proxied', type: 'chat' };
    expect((await postAiwatch('/api/v1/events', event, { authorization })).statusCode).toBe(202);
    expect(await told).toMatchObject({ id: 'proxied' });
  });

  it('tells Grafana who asked and how, whatever the client says of itself', async () => {
    const { body } = await get('/grafana/d/x?a=b', undefined, {
      'x-forwarded-for': '1.2.3.4',
      'x-forwarded-proto': 'http',
    });
    expect(JSON.parse(body)).toMatchObject({
      url: '/grafana/d/x?a=b',
      headers: { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'https', host: 'localhost' },
    });
  });

  it('passes events on as they come', async () => {
    const sent = request(`https://localhost:${ports.https}/api/v1/monitoring/stream`, {
      ...{ ca, agent: false },
      headers: { host: AIWATCH, authorization: `Bearer ${token}` },
    }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const [first] = (await once(response, 'data')) as [Buffer];
    expect(first.toString()).toContain('data: {"type":"connected"}');
    sent.destroy();
  });

  it('passes WebSockets of Grafana on', async () => {
    const sent = request(`https://localhost:${ports.https}/grafana/api/live/ws`, {
      ...{ ca, agent: false },
      headers: { connection: 'upgrade', upgrade: 'websocket' },
    }).end();
    const [response, socket] = (await once(sent, 'upgrade')) as [IncomingMessage, { destroy(): void }];
    expect(response.statusCode).toBe(101);
    socket.destroy();
  });

  it.each([
    ['localhost', '/grafana/'],
    ['localhost', '/prometheus/'],
    ['localhost', '/nothing'],
    [AIWATCH, '/runbooks'],
  ])('tells browsers on %s%s to be careful, and nobody its version', async (host, path) => {
    const { headers } = await get(path, undefined, { host });
    expect(headers).toMatchObject({
      'strict-transport-security': 'max-age=31536000',
      'x-content-type-options': expect.stringContaining('nosniff') as string,
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'same-origin',
      server: 'nginx',
    });
  });

  it('keeps no query in its log', async () => {
    await get('/prometheus/api/v1/query?query=secret_metric', AUTH);
    const log = await readFile(join(folder, 'access.log'), 'utf8');
    expect(log).toContain('GET /prometheus/api/v1/query"');
    expect(log).not.toContain('secret_metric');
  });

  it('stops who asks much too often', async () => {
    const answers = await Promise.all(
      Array.from({ length: 400 }, () =>
        get('/grafana/').then(
          ({ status }) => status,
          () => 0,
        ),
      ),
    );
    expect(answers.filter(status => status === 429).length).toBeGreaterThan(20);
  });
});
