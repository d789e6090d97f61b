import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/index.ts';
import { issueToken, type OpenServer, openKeyFile, openServer } from '../../src/server/index.ts';
import { openStore } from '../../src/store/index.ts';
import { startTestPostgresql, type TestPostgresql } from '../support/postgresql.ts';
import { requirePrograms } from '../support/servers.ts';
import { readPage } from './markdown.ts';

const programs = await requirePrograms('postgres', 'initdb');
const PAGE = readPage('docs/api.md');
const snippetsOf = (language: string) =>
  PAGE.fences.filter(fence => fence.language === language).map(({ text }) => text);

/** How a snippet is run: as somebody would who copies it. */
const RUNNERS: Readonly<Record<string, readonly [program: string, ...args: readonly string[]]>> = {
  bash: ['bash', '--norc', '-e', '-c'],
  python: ['python3', '-c'],
  js: [process.execPath, '--input-type=module', '-e'],
};

describe.skipIf(programs.skip)('the examples of the guide to the API', () => {
  let postgresql: TestPostgresql;
  let server: OpenServer;
  let folder: string;
  let databaseUrl: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs);
    databaseUrl = await postgresql.createDatabase();
    folder = await mkdtemp(join(tmpdir(), 'aiwatch-test-'));
    const config = loadConfig({ env: { AIWATCH_DATA_DIR: folder, DATABASE_URL: databaseUrl } });
    server = await openServer(
      { ...config, log: { ...config.log, dir: join(folder, 'logs') } },
      { onAlert: () => {}, onNotice: () => {} },
    );
    const url = await server.app.listen({ host: '127.0.0.1', port: 0 });
    const [key] = await openKeyFile(join(folder, 'keys', 'tokens.json'));
    const { token } = await issueToken(key, { role: 'service', application: 'shop', ttlMs: 60_000 });
    env = { PATH: process.env['PATH'] ?? '', AIWATCH_URL: url, AIWATCH_TOKEN: token };
  });
  afterAll(async () => {
    await server?.close();
    await postgresql?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** What a snippet prints. */
  const run = async (language: string, snippet: string): Promise<string> => {
    const [program, ...args] = RUNNERS[language]!;
    const child = execFile(program, [...args, snippet], { env });
    let output = '';
    child.stdout!.on('data', data => {
      output += data;
    });
    child.stderr!.on('data', data => {
      output += data;
    });
    await once(child, 'close');
    return output;
  };

  it('deliver one event by curl', async () => {
    expect(JSON.parse(await run('bash', snippetsOf('bash')[0]!))).toEqual({
      status: 'accepted',
      id: expect.any(String),
    });
  });

  it('deliver a batch in Python, with the answer that the guide tells', async () => {
    const output = (await run('python', snippetsOf('python')[0]!)).trim();
    expect(output).toBe('202 {"accepted":3,"dropped":0,"refused":0}');
    expect(PAGE.prose).toContain(`\`${output}\``);
  });

  it('deliver NDJSON by curl', async () => {
    expect(JSON.parse(await run('bash', snippetsOf('bash')[1]!))).toEqual({
      accepted: 2,
      dropped: 0,
      refused: 0,
    });
  });

  it('deliver with retries in JavaScript, and tell the verdict that the guide shows', async () => {
    const answer = JSON.parse(await run('js', snippetsOf('js')[0]!));
    expect(answer).toMatchObject({ status: 207, accepted: 1, refused: 1 });
    const [, told = ''] = /`(\{"index":1[^`]*),…\}`/.exec(PAGE.prose) ?? [];
    expect(answer.results[1]).toMatchObject(JSON.parse(`${told}}`));
  });

  it('are stored with the application of the token as their source', async () => {
    const store = openStore({ connection: { connectionString: databaseUrl } });
    const sql = "SELECT count(*) AS count FROM monitoring_events WHERE source->>'application' = 'shop'";
    await expect
      .poll(async () => (await store.pool.query(sql)).rows[0].count, { timeout: 10_000 })
      .toBe(1 + 3 + 2 + 1);
    await store.close();
  });
});
