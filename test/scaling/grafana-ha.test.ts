import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findFreePort } from '../../tools/servers/free-port.ts';
import { startServer as startProgram } from '../../tools/servers/running-server.ts';
import { startServer } from '../support/http-server.ts';
import { requirePrograms } from '../support/servers.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const FOLDER = 'deploy/scaling/grafana-ha';

const programs = await requirePrograms('nginx');

/** A server that says its name and counts what it was asked. */
async function startNamed(name: string) {
  let requests = 0;
  const server = await startServer((request, response) => {
    requests += 1;
    request.resume().on('end', () => response.end(name));
  });
  return { address: `127.0.0.1:${server.port}`, requests: () => requests };
}

/** Starts nginx with nginx.conf as it ships, but for addresses and its folder of temporary files. */
async function startNginx(addresses: Readonly<Record<string, string>>) {
  const folder = await createTemporaryFolder();
  const [grafanaPort, queryPort] = [await findFreePort(), await findFreePort()];
  const replacements = {
    ...addresses,
    'listen 3000;': `listen 127.0.0.1:${grafanaPort};`,
    'listen 9099;': `listen 127.0.0.1:${queryPort};`,
    '/tmp/': `${folder}/`,
  };
  let text = await readFile(join(FOLDER, 'nginx.conf'), 'utf8');
  for (const [from, to] of Object.entries(replacements)) text = text.replaceAll(from, to);
  await mkdir(join(folder, 'logs'));
  const file = join(folder, 'nginx.conf');
  // Its workers run as a user without rights where it is started by root.
  await writeFile(file, `${process.getuid?.() === 0 ? 'user root;\n' : ''}${text}`);
  const server = await startProgram(
    { program: programs.get('nginx'), port: grafanaPort },
    {
      url: `http://127.0.0.1:${grafanaPort}`,
      args: ['-e', 'stderr', '-p', folder, '-c', file, '-g', 'daemon off; error_log stderr;'],
      isReady: async signal => (await fetch(`http://127.0.0.1:${grafanaPort}/login`, { signal })).ok,
    },
  );
  onTestFinished(() => server.stop());
  return { grafanaUrl: server.url, queryUrl: `http://127.0.0.1:${queryPort}` };
}

describe.skipIf(programs.skip)('nginx in front of two Grafana servers', () => {
  const start = async () => {
    const servers = [await startNamed('one'), await startNamed('two')];
    const prometheus = await startNamed('prometheus');
    const nginx = await startNginx({
      'grafana-1:3000': servers[0]!.address,
      'grafana-2:3000': servers[1]!.address,
      'host.docker.internal:9090': prometheus.address,
    });
    return { ...nginx, prometheus };
  };

  test('shares the requests among both', async () => {
    const { grafanaUrl } = await start();
    const answers = new Set<string>();
    for (let i = 0; i < 10; i++) answers.add(await (await fetch(grafanaUrl)).text());
    expect([...answers].sort()).toEqual(['one', 'two']);
  });

  test('passes a server over that is down', async () => {
    const up = await startNamed('one');
    const { grafanaUrl } = await startNginx({
      'grafana-1:3000': up.address,
      'grafana-2:3000': `127.0.0.1:${await findFreePort()}`,
      'host.docker.internal:9090': up.address,
    });
    for (let i = 0; i < 10; i++) expect(await (await fetch(grafanaUrl)).text()).toBe('one');
  });

  test('keeps the answer of a query, by its body, and asks anew what is no query', async () => {
    const { queryUrl, prometheus } = await start();
    const post = async (path: string, body: string) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const response = await fetch(`${queryUrl}${path}`, { method: 'POST', body, headers });
      expect(await response.text()).toBe('prometheus');
      return response.headers.get('x-cache-status');
    };
    expect(await post('/api/v1/query_range', 'query=up&start=1&end=2&step=1')).toBe('MISS');
    expect(await post('/api/v1/query_range', 'query=up&start=1&end=2&step=1')).toBe('HIT');
    expect(await post('/api/v1/query_range', 'query=up&start=2&end=3&step=1')).toBe('MISS');
    expect(prometheus.requests()).toBe(2);
    for (let i = 0; i < 2; i++)
      expect(await (await fetch(`${queryUrl}/api/v1/rules`)).text()).toBe('prometheus');
    expect(prometheus.requests()).toBe(4);
  });
});
