import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { runTool } from '../../tools/servers/run-tool.ts';
import type { RunningServer } from '../../tools/servers/running-server.ts';
import { makeCertificates } from '../support/certificates.ts';
import { eventually } from '../support/eventually.ts';
import { requirePrograms } from '../support/servers.ts';
import { sendTls } from '../support/tls-request.ts';
import { runCi, startApplication } from './secured-peers.ts';
import { prepareSecuredFolder, SERVERS, type SecuredFolder, startSecured, urlOf } from './secured-stack.ts';

const programs = await requirePrograms(
  'openssl',
  'prometheus',
  'promtool',
  'amtool',
  'prometheus-alertmanager',
  'prometheus-node-exporter',
);

interface Target {
  readonly labels: { readonly job: string };
  readonly health: string;
  readonly lastError: string;
}
interface PrometheusFile {
  readonly scrape_configs: readonly { readonly job_name: string }[];
}

let secured: SecuredFolder;
let auth: string;
let running: ReadonlyMap<string, RunningServer>;
let stopApplication: (() => Promise<void>) | undefined;

/** Prometheus's own view of its targets, by job. */
async function listTargets(): Promise<ReadonlyMap<string, Target>> {
  const { body } = await sendTls(`${urlOf(secured.ports, 'prometheus')}/api/v1/targets`, {
    ca: secured.ca,
    auth,
  });
  const { data } = JSON.parse(body) as { data: { activeTargets: readonly Target[] } };
  return new Map(data.activeTargets.map(target => [target.labels.job, target]));
}

function untilScraped(what: string, isDone: (targets: ReadonlyMap<string, Target>) => boolean) {
  let seen = '';
  const ask = async () => {
    const targets = await listTargets();
    seen = JSON.stringify([...targets.values()].map(({ labels, lastError }) => [labels.job, lastError]));
    return isDone(targets) ? targets : undefined;
  };
  return eventually(ask, { what, timeoutMs: 40_000, seen: () => seen });
}

describe.skipIf(programs.skip)('servers with a web configuration file', () => {
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aiwatch-secured-'));
    // As root, the server's PostgreSQL runs as another user, who has to get there.
    await chmod(folder, 0o711);
    secured = await prepareSecuredFolder(folder);
    auth = `aiwatch:${secured.password}`;
    const node = { path: process.execPath, env: { PATH: process.env['PATH'] ?? '' } };
    const started = await Promise.all([
      startSecured('aiwatch', node, secured),
      startSecured('node', programs.get('prometheus-node-exporter'), secured),
      startSecured('alertmanager', programs.get('prometheus-alertmanager'), secured),
      startSecured('prometheus', programs.get('prometheus'), secured),
    ]);
    stopApplication = await startApplication(secured);
    running = new Map(started.map(server => [server.name, server]));
  }, 60_000);

  afterAll(async () => {
    await Promise.all([...(running?.values() ?? [])].map(server => server.stop()));
    await stopApplication?.();
    if (secured !== undefined) await rm(secured.folder, { recursive: true });
  });

  it('have files that promtool and amtool accept', async () => {
    const { folder } = secured;
    const checks = [
      ['promtool', ['check', 'web-config', join(folder, 'secrets/web.yml')]],
      ['promtool', ['check', 'config', join(folder, 'prometheus/prometheus.yml')]],
      ['amtool', ['check-config', join(folder, 'alertmanager/alertmanager.yml')]],
    ] as const;
    for (const [name, args] of checks) {
      const { exitCode, stdout, stderr } = await runTool(programs.get(name), args);
      expect(exitCode, `${stdout}${stderr}`).toBe(0);
    }
  });

  it.each(SERVERS)('%s answers the user with the password, by TLS', async name => {
    const url = `${urlOf(secured.ports, name)}/metrics`;
    expect((await sendTls(url, { ca: secured.ca, auth })).status).toBe(200);
  });

  it.each(SERVERS)('%s refuses who has none, or others', async name => {
    const url = `${urlOf(secured.ports, name)}/metrics`;
    for (const wrong of [undefined, 'aiwatch:wrong', `other:${secured.password}`]) {
      const { status, headers } = await sendTls(url, {
        ca: secured.ca,
        ...(wrong !== undefined && { auth: wrong }),
      });
      expect(status).toBe(401);
      expect(headers['www-authenticate']).toMatch(/Basic/);
    }
  });

  it.each(SERVERS)('%s shows nothing by plain HTTP', async name => {
    const answer = await fetch(`http://localhost:${secured.ports[name]}/metrics`, {
      headers: { authorization: `Basic ${Buffer.from(auth).toString('base64')}` },
    }).then(
      response => response.status,
      () => 'broken off',
    );
    expect([400, 'broken off']).toContain(answer);
  });

  it.each(SERVERS)('%s is not trusted by who trusts another authority', async name => {
    const folder = join(secured.folder, `other-${name}`);
    await makeCertificates(folder);
    const ca = await readFile(join(folder, 'ca.crt'), 'utf8');
    await expect(sendTls(`${urlOf(secured.ports, name)}/metrics`, { ca, auth })).rejects.toThrow(
      /certificate|signature/,
    );
  });

  it('are scraped by Prometheus with the generated configuration', { timeout: 60_000 }, async () => {
    const targets = await untilScraped(
      'every target',
      all => all.size > 0 && [...all.values()].every(({ health }) => health === 'up'),
    );
    expect([...targets.keys()].sort()).toEqual([...SERVERS, 'application'].sort());
  });

  it('leave an application with the same settings as it is: by plain HTTP, without a password', async () => {
    const url = `http://localhost:${secured.ports.application}/metrics`;
    expect((await fetch(url)).status).toBe(200);
  });

  it('take the reports of pipelines that know the authority and a user', { timeout: 60_000 }, async () => {
    const user = { AIWATCH_USER: 'aiwatch', AIWATCH_PASSWORD: secured.password };
    const authority = { NODE_EXTRA_CA_CERTS: join(secured.folder, 'secrets/ca.crt') };
    expect(await runCi(secured, { ...user, ...authority })).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await runCi(secured, authority)).stderr).toContain('found status 401');
    expect((await runCi(secured, user)).stderr).toMatch(/found \w*(CERT|SIGNATURE|ISSUER)/);
  });

  it('take alerts from Prometheus to Alertmanager and on to aiwatch', { timeout: 120_000 }, async () => {
    const line = 'alert FIRING AlwaysThere (info) This alert always fires.';
    const aiwatch = running.get('aiwatch');
    await eventually(async () => aiwatch?.output().includes(line) || undefined, {
      what: line,
      timeoutMs: 90_000,
      seen: () => [...running.values()].map(server => server.output().slice(-1500)).join('\n'),
    });
  });

  it('are down for a Prometheus with another authority, a wrong password, none, or plain HTTP', {
    timeout: 60_000,
  }, async () => {
    const file = join(secured.folder, 'prometheus/prometheus.yml');
    const config = parse(await readFile(file, 'utf8')) as PrometheusFile;
    const aiwatch = config.scrape_configs.find(job => job.job_name === 'aiwatch');
    await makeCertificates(join(secured.folder, 'other'));
    await writeFile(join(secured.folder, 'other/password'), 'wrong');
    const broken = {
      authority: { tls_config: { ca_file: '../other/ca.crt' } },
      password: { basic_auth: { username: 'aiwatch', password_file: '../other/password' } },
      anonymous: { basic_auth: undefined },
      plain: { scheme: 'http' },
    };
    const jobs = Object.entries(broken).map(([name, change]) => ({ ...aiwatch, ...change, job_name: name }));
    await writeFile(file, stringify({ ...config, scrape_configs: [...config.scrape_configs, ...jobs] }));
    process.kill(running.get('prometheus')?.pid ?? 0, 'SIGHUP');
    const names = Object.keys(broken);
    const targets = await untilScraped('the broken jobs', all =>
      names.every(name => (all.get(name)?.health ?? 'unknown') !== 'unknown'),
    );
    expect(names.map(name => targets.get(name)?.health)).toEqual(['down', 'down', 'down', 'down']);
    expect(targets.get('authority')?.lastError).toContain('x509');
    expect(targets.get('password')?.lastError).toContain('401');
    expect(targets.get('anonymous')?.lastError).toContain('401');
    expect(targets.get('aiwatch')?.health).toBe('up');
  });
});
