import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/index.ts';
import { createExporter } from '../../src/runtime.ts';
import { createServer as createAiwatchServer } from '../../src/server/index.ts';
import { findFreePort } from '../../tools/servers/free-port.ts';
import { runTool } from '../../tools/servers/run-tool.ts';
import { startServer } from '../../tools/servers/running-server.ts';
import { makeCertificates } from '../support/certificates.ts';
import { requirePrograms } from '../support/servers.ts';
import { sendTls } from '../support/tls-request.ts';

const programs = await requirePrograms('nginx', 'openssl', 'prometheus', 'prometheus-alertmanager');

const TOKEN = 'token-of-aiwatch';
const AUTH = 'operator:correct horse';
const CLOSERS: (() => Promise<unknown>)[] = [];
let folder: string;
let ca: string;
let ports: Readonly<Record<'http' | 'https' | 'grafana' | 'prometheus' | 'alertmanager' | 'aiwatch', number>>;

const get = (path: string, auth?: string, headers?: Readonly<Record<string, string>>) =>
  sendTls(`https://localhost:${ports.https}${path}`, {
    ca,
    ...(auth !== undefined && { auth }),
    ...(headers !== undefined && { headers }),
  });

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
  const exporter = createExporter(parseConfig({ metrics: { token: TOKEN } }), { log: () => {} });
  const app = await createAiwatchServer({
    exporter,
    prometheusUrl: 'http://localhost:9090',
    applicationJob: 'application',
    onAlert: () => {},
  });
  // A stream, as aiwatch's feed is one: the first frame now, the end never.
  app.get('/stream', (_request, reply) => {
    reply.hijack();
    reply.raw.write('data: first\n\n');
  });
  await app.listen({ host: '127.0.0.1', port });
  CLOSERS.push(async () => {
    await app.close();
    exporter.close();
  });
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
    await makeCertificates(join(folder, 'tls'));
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
  }, 60_000);

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
    '/aiwatch/metrics',
  ])('lets nobody get %s, not even with the password', async path => {
    expect((await get(path, AUTH)).status).toBe(403);
  });

  it('shows runbooks, and passes on to aiwatch what has its token', async () => {
    expect((await get('/aiwatch/runbooks')).status).toBe(200);
    const post = async (headers: Readonly<Record<string, string>>) => {
      const sent = request(`https://localhost:${ports.https}/aiwatch/api/v1/alertmanager`, {
        ...{ ca, agent: false, method: 'POST' },
        headers: { 'content-type': 'application/json', ...headers },
      }).end(JSON.stringify({ version: '4', alerts: [] }));
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      response.resume();
      return response.statusCode;
    };
    expect(await post({})).toBe(401);
    expect(await post({ authorization: `Bearer ${TOKEN}` })).toBe(204);
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
    const sent = request(`https://localhost:${ports.https}/aiwatch/stream`, { ca, agent: false }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const [first] = (await once(response, 'data')) as [Buffer];
    expect(first.toString()).toBe('data: first\n\n');
    sent.destroy();
  });

  it('passes WebSockets on', async () => {
    const sent = request(`https://localhost:${ports.https}/grafana/api/live/ws`, {
      ...{ ca, agent: false },
      headers: { connection: 'upgrade', upgrade: 'websocket' },
    }).end();
    const [response, socket] = (await once(sent, 'upgrade')) as [IncomingMessage, { destroy(): void }];
    expect(response.statusCode).toBe(101);
    socket.destroy();
  });

  it.each(['/grafana/', '/prometheus/', '/aiwatch/runbooks', '/nothing'])(
    'tells browsers on %s to be careful, and nobody its version',
    async path => {
      const { headers } = await get(path);
      expect(headers).toMatchObject({
        'strict-transport-security': 'max-age=31536000',
        'x-content-type-options': expect.stringContaining('nosniff') as string,
        'x-frame-options': 'SAMEORIGIN',
        'referrer-policy': 'same-origin',
        server: 'nginx',
      });
    },
  );

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
