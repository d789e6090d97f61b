import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadConfig } from '../../src/config/index.ts';
import { createExporter } from '../../src/runtime.ts';
import { createServer, openDeliveryStore } from '../../src/server/index.ts';
import { type Family, parseExposition, sampleValue } from '../support/parse-exposition.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const PRODUCTION = { project: 'acme/shop', environment: 'production' } as const;
const DEPLOYMENT = { kind: 'deployment', ...PRODUCTION, version: '1.0', status: 'success' } as const;
const ROLLBACK = { kind: 'rollback', ...PRODUCTION, version: '0.9' } as const;
const RUN = {
  ...{ kind: 'tests', project: 'acme/shop', suite: 'unit' },
  ...{ passed: 9, failed: 1, skipped: 2, durationSeconds: 30.5 },
} as const;

/** A server over a folder of its own, which another one can be started over later. */
async function start({ token, dataDir }: { token?: string; dataDir?: string } = {}) {
  const folder = dataDir ?? (await createTemporaryFolder());
  const notices: string[] = [];
  const delivery = await openDeliveryStore({ dataDir: folder, onNotice: line => notices.push(line) });
  const exporter = createExporter(
    loadConfig({ env: token === undefined ? {} : { AIWATCH_METRICS_TOKEN: token } }),
    { log: () => {} },
  );
  const app = await createServer({
    exporter,
    prometheusUrl: 'http://localhost:9090',
    applicationJob: 'application',
    onAlert: () => {},
    delivery,
  });
  onTestFinished(async () => {
    await app.close();
    exporter.close();
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const post = async (body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}/api/v1/ci`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { status: response.status, text: await response.text() };
  };
  const scrape = async (): Promise<ReadonlyMap<string, Family>> => {
    const headers = {
      accept: 'text/plain',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    };
    const response = await fetch(`${url}/metrics`, { headers });
    return parseExposition(await response.text(), { format: 'text' });
  };
  return { folder, notices, post, scrape };
}

const VERSION_TIME = 'ci_deployed_version_timestamp_seconds';

describe('POST /api/v1/ci', () => {
  it('takes a deployment, a rollback and a run of tests, and shows them', async () => {
    const { post, scrape } = await start();
    for (const report of [DEPLOYMENT, ROLLBACK, RUN]) expect((await post(report)).status).toBe(204);
    const families = await scrape();
    expect(sampleValue(families, 'ci_deployment_success', PRODUCTION)).toBe(1);
    const now = Date.now() / 1000;
    const rolledBack = sampleValue(families, 'ci_rollback_timestamp_seconds', PRODUCTION);
    expect(Math.abs(now - rolledBack!)).toBeLessThan(600);
    expect(sampleValue(families, VERSION_TIME, { ...PRODUCTION, version: '0.9' })).toBe(rolledBack);
    expect(families.get(VERSION_TIME)?.samples).toHaveLength(1);
    const suite = { project: 'acme/shop', suite: 'unit' };
    expect(sampleValue(families, 'ci_tests', { ...suite, result: 'failed' })).toBe(1);
    expect(sampleValue(families, 'ci_test_duration_seconds', suite)).toBe(30.5);
  });

  it('keeps all of them over a restart', async () => {
    const first = await start();
    for (const report of [DEPLOYMENT, RUN]) await first.post(report);
    const second = await start({ dataDir: first.folder });
    for (const name of [VERSION_TIME, 'ci_deployment_success', 'ci_tests', 'ci_test_timestamp_seconds']) {
      const samples = (await second.scrape()).get(name)?.samples;
      expect(samples).toEqual((await first.scrape()).get(name)?.samples);
      expect(samples).not.toBeUndefined();
    }
  });

  it('keeps every one of many that come at once', async () => {
    const { post, folder } = await start();
    const names = Array.from({ length: 50 }, (_, index) => `p${index}`);
    const answers = await Promise.all(names.map(project => post({ ...DEPLOYMENT, project })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    const { environments } = JSON.parse(await readFile(join(folder, 'delivery.json'), 'utf8'));
    expect(environments.map(({ project }: { project: string }) => project).sort()).toEqual(names.sort());
    expect(await readdir(folder)).toEqual(['delivery.json']);
  });

  it.each([
    ['an unknown kind', { ...DEPLOYMENT, kind: 'release' }, 'kind'],
    ['no kind', { ...DEPLOYMENT, kind: undefined }, 'kind'],
    ['no environment', { ...DEPLOYMENT, environment: undefined }, 'environment'],
    ['an empty project', { ...DEPLOYMENT, project: '' }, 'project'],
    ['a version of 201 characters', { ...DEPLOYMENT, version: 'v'.repeat(201) }, 'version'],
    ['a line feed', { ...ROLLBACK, version: '1\n2' }, 'version'],
    ['another status', { ...DEPLOYMENT, status: 'started' }, 'status'],
    ['a negative duration', { ...DEPLOYMENT, durationSeconds: -1 }, 'durationSeconds'],
    ['half a test', { ...RUN, passed: 1.5 }, 'passed'],
    ['a run without a duration', { ...RUN, durationSeconds: undefined }, 'durationSeconds'],
    ['a list', [DEPLOYMENT], 'body'],
  ])('refuses %s, and keeps nothing', async (_what, body, place) => {
    const { post, scrape } = await start();
    const { status, text } = await post(body);
    const { field, message } = JSON.parse(text);
    expect({ status, field, message }).toEqual({
      status: 400,
      field: place,
      message: expect.stringContaining(`POST /api/v1/ci, ${place}: expected`),
    });
    expect([...(await scrape()).keys()].filter(name => name.startsWith('ci_'))).toEqual([]);
  });

  it('leaves alone what a report does not have', async () => {
    const { post, folder } = await start();
    expect((await post({ ...ROLLBACK, status: 'x', more: { a: 1 } })).status).toBe(204);
    const { environments } = JSON.parse(await readFile(join(folder, 'delivery.json'), 'utf8'));
    expect(Object.keys(environments[0]).sort()).toEqual(
      ['environment', 'project', 'rollbackTime', 'version', 'versionTime'].sort(),
    );
  });

  it('refuses a body beyond 16 KiB', async () => {
    const { post } = await start();
    expect((await post({ ...DEPLOYMENT, more: 'x'.repeat(16 * 1024) })).status).toBe(413);
  });

  it('wants the token where there is one', async () => {
    const { post, scrape } = await start({ token: 'secret' });
    expect((await post(DEPLOYMENT)).status).toBe(401);
    expect((await scrape()).has('ci_deployment_success')).toBe(false);
    expect((await post(DEPLOYMENT, { authorization: 'Bearer secret' })).status).toBe(204);
  });

  it('says so where it cannot write, and has not taken the report', async () => {
    const parent = await createTemporaryFolder();
    const file = join(parent, 'file');
    await writeFile(file, '');
    const store = openDeliveryStore({ dataDir: join(file, 'data'), onNotice: () => {} });
    await expect(store).rejects.toThrow(/DATA_FILE_UNREADABLE/);
    const dataDir = join(parent, 'data');
    const { post, scrape } = await start({ dataDir });
    await writeFile(dataDir, '');
    const { status, text } = await post(DEPLOYMENT);
    expect({ status, text }).toEqual({ status: 507, text: expect.stringContaining('DATA_FILE_UNWRITABLE') });
    expect((await scrape()).has('ci_deployment_success')).toBe(false);
  });
});

describe('the file of the reports', () => {
  it('is for its owner only, and its folder too', async () => {
    const dataDir = join(await createTemporaryFolder(), 'data');
    const { post } = await start({ dataDir });
    expect((await post(DEPLOYMENT)).status).toBe(204);
    const modes = [dataDir, join(dataDir, 'delivery.json')].map(
      async path => (await stat(path)).mode & 0o777,
    );
    expect(await Promise.all(modes)).toEqual([0o700, 0o600]);
  });

  it.each([
    '{"version":1,"environments":[',
    '{"version":1}',
    '',
    '{"version":1,"environments":[{}],"suites":[]}',
  ])('is put aside and said where it makes no sense: %s', async text => {
    const dataDir = await createTemporaryFolder();
    await writeFile(join(dataDir, 'delivery.json'), text);
    const { notices, post } = await start({ dataDir });
    expect(notices).toEqual([
      expect.stringMatching(/delivery\.json cannot be read and is now .+\.corrupt-\d+/),
    ]);
    expect((await post(DEPLOYMENT)).status).toBe(204);
    const [aside] = (await readdir(dataDir)).filter(name => name.includes('corrupt'));
    expect(await readFile(join(dataDir, aside ?? ''), 'utf8')).toBe(text);
  });

  it('stays as it is where a newer version wrote it', async () => {
    const dataDir = await createTemporaryFolder();
    await writeFile(join(dataDir, 'delivery.json'), '{"version":2}');
    await expect(start({ dataDir })).rejects.toThrow(
      /found one of a newer version\..+\[DATA_FILE_UNREADABLE\]/,
    );
    expect(await readdir(dataDir)).toEqual(['delivery.json']);
  });
});
