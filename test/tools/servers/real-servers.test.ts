import { chmod, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startAlertmanager } from '../../../tools/servers/alertmanager.ts';
import { findFreePort } from '../../../tools/servers/free-port.ts';
import { startNodeExporter } from '../../../tools/servers/node-exporter.ts';
import { startPgbench } from '../../../tools/servers/pgbench.ts';
import { startPostgresExporter } from '../../../tools/servers/postgres-exporter.ts';
import { startPostgresql } from '../../../tools/servers/postgresql.ts';
import { startPrometheus } from '../../../tools/servers/prometheus.ts';
import { startRedis } from '../../../tools/servers/redis.ts';
import { startRedisExporter } from '../../../tools/servers/redis-exporter.ts';
import { runTool } from '../../../tools/servers/run-tool.ts';
import type { RunningServer } from '../../../tools/servers/running-server.ts';
import { createServerGroup, type ServerGroup } from '../../../tools/servers/server-group.ts';
import { parseUser } from '../../../tools/servers/unprivileged-user.ts';
import { startRedisTraffic } from '../../../tools/stack/redis-traffic.ts';
import { eventually } from '../../support/eventually.ts';
import { requirePrograms } from '../../support/servers.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const programs = await requirePrograms(
  'prometheus',
  'promtool',
  'prometheus-alertmanager',
  'amtool',
  'redis-server',
  'prometheus-redis-exporter',
  'prometheus-node-exporter',
  'postgres',
  'initdb',
  'pgbench',
  'prometheus-postgres-exporter',
);

function createGroup(): ServerGroup {
  const group = createServerGroup();
  onTestFinished(() => group.stop());
  return group;
}

async function fetchText(url: string): Promise<string> {
  return (await fetch(url)).text();
}

describe.skipIf(programs.skip)('real servers', () => {
  test('Prometheus starts with a configuration, answers queries, and stops', async () => {
    const folder = await createTemporaryFolder();
    const configFile = join(folder, 'prometheus.yml');
    await writeFile(configFile, 'global: { scrape_interval: 7s }\n');
    const port = await findFreePort();
    const program = programs.get('prometheus');
    const dataDir = join(folder, 'data');
    const server = await createGroup().start(signal =>
      startPrometheus({ program, port, configFile, dataDir, resendDelay: '5s', signal }),
    );
    const answer = await fetchText(`${server.url}/api/v1/query?query=vector(42)`);
    expect(JSON.parse(answer)).toMatchObject({ data: { result: [{ value: [expect.anything(), '42'] }] } });
    expect(await fetchText(`${server.url}/api/v1/status/config`)).toContain('scrape_interval: 7s');
    const flags = JSON.parse(await fetchText(`${server.url}/api/v1/status/flags`));
    expect(flags.data['rules.alert.resend-delay']).toBe('5s');
    expect((await fetch(`${server.url}/-/reload`, { method: 'POST' })).status).toBe(200);
    await server.stop();
    await expect(fetch(server.url)).rejects.toThrow('fetch failed');
  });

  test('Prometheus with a wrong configuration fails with its own words', async () => {
    const folder = await createTemporaryFolder();
    const configFile = join(folder, 'prometheus.yml');
    await writeFile(configFile, 'no_such_field: 1\n');
    const options = { program: programs.get('prometheus'), port: await findFreePort(), configFile };
    await expect(startPrometheus({ ...options, dataDir: join(folder, 'data') })).rejects.toThrow(
      /exited with code \d.*no_such_field/s,
    );
  });

  test('Alertmanager starts with its own templates and takes alerts', async () => {
    const folder = await createTemporaryFolder();
    const configFile = join(folder, 'alertmanager.yml');
    await writeFile(configFile, 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n');
    const program = programs.get('prometheus-alertmanager');
    const port = await findFreePort();
    const dataDir = join(folder, 'data');
    const { url } = await createGroup().start(signal =>
      startAlertmanager({ program, port, configFile, dataDir, signal }),
    );
    await fetch(`${url}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ labels: { alertname: 'Example' } }]),
    });
    expect(await fetchText(`${url}/api/v2/alerts`)).toContain('"alertname":"Example"');
  });

  test('the Redis exporter reads a Redis with a limit', async () => {
    const group = createGroup();
    const dataDir = await createTemporaryFolder();
    const redis = await startOn(group, 'redis-server', options =>
      startRedis({ ...options, dataDir, maxMemory: '64mb' }),
    );
    const exporter = await startOn(group, 'prometheus-redis-exporter', options =>
      startRedisExporter({ ...options, redisUrl: redis.url }),
    );
    const metrics = await fetchText(`${exporter.url}/metrics`);
    expect(metrics).toMatch(/^redis_up 1$/m);
    expect(metrics).toMatch(/^redis_memory_max_bytes 6.7108864e\+07$/m);
  });

  test('the Redis of the stack has hits, misses and keys that expire', async () => {
    const group = createGroup();
    const dataDir = await createTemporaryFolder();
    const redis = await startOn(group, 'redis-server', options => startRedis({ ...options, dataDir }));
    startRedisTraffic(Number(new URL(redis.url).port));
    const exporter = await startOn(group, 'prometheus-redis-exporter', options =>
      startRedisExporter({ ...options, redisUrl: redis.url }),
    );
    const happened = [
      /^redis_keyspace_hits_total [1-9]/m,
      /^redis_keyspace_misses_total [1-9]/m,
      /^redis_db_keys_expiring\{db="db0"\} [1-9]/m,
    ];
    await eventually(
      async () => {
        const metrics = await fetchText(`${exporter.url}/metrics`);
        return happened.every(pattern => pattern.test(metrics)) || undefined;
      },
      { what: 'hits, misses and expiring keys', timeoutMs: 20_000 },
    );
  });

  test('the PostgreSQL exporter reads a PostgreSQL at work, which leaves no folder behind', async () => {
    const group = createGroup();
    const temporary = await createTemporaryFolder();
    // Closed to others, it would be closed to the user that PostgreSQL runs as.
    await chmod(temporary, 0o755);
    vi.stubEnv('TMPDIR', temporary);
    onTestFinished(() => void vi.unstubAllEnvs());
    const postgresql = await startOn(group, 'postgres', options =>
      startPostgresql({ ...options, initdb: programs.get('initdb') }),
    );
    const pgbench = await group.start(signal =>
      startPgbench({
        program: programs.get('pgbench'),
        postgresqlUrl: postgresql.url,
        transactionsPerSecond: 20,
        signal,
      }),
    );
    const exporter = await startOn(group, 'prometheus-postgres-exporter', options =>
      startPostgresExporter({ ...options, postgresqlUrl: postgresql.url }),
    );
    const metrics = await fetchText(`${exporter.url}/metrics`);
    expect(metrics).toMatch(/^pg_up 1$/m);
    expect(metrics).toMatch(/^pg_stat_database_xact_commit\{datid="\d+",datname="postgres".*\} [1-9]/m);
    await pgbench.stop();
    expect(await readdir(temporary)).toHaveLength(1);
    await postgresql.stop();
    expect(await readdir(temporary)).toEqual([]);
  });

  test('the node exporter exports the machine', async () => {
    const exporter = await startOn(createGroup(), 'prometheus-node-exporter', startNodeExporter);
    expect(await fetchText(`${exporter.url}/metrics`)).toContain('node_cpu_seconds_total');
  });

  test('runTool gives input to promtool and returns what it says', async () => {
    const good = await runTool(programs.get('promtool'), ['check', 'metrics'], {
      input: '# HELP requests_total Requests.\n# TYPE requests_total counter\nrequests_total 1\n',
    });
    expect(good).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    const bad = await runTool(programs.get('promtool'), ['check', 'metrics'], { input: 'requests 1\n' });
    expect(bad.exitCode).not.toBe(0);
    expect(bad.stdout + bad.stderr).toContain('requests no help text');
    expect((await runTool(programs.get('amtool'), ['--version'])).exitCode).toBe(0);
  });
});

describe('parseUser', () => {
  test('prefers the user of PostgreSQL', () => {
    const nobody = 'nobody:x:65534:65533:nobody:/nonexistent:/usr/sbin/nologin';
    const postgres = 'postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash';
    expect(parseUser(`root:x:0:0::/root:/bin/sh\n${nobody}\n${postgres}\n`)).toEqual({ uid: 101, gid: 104 });
    expect(parseUser(`${nobody}\n`)).toEqual({ uid: 65534, gid: 65533 });
  });

  test('says that there is none', () => {
    expect(() => parseUser('root:x:0:0::/root:/bin/sh\n')).toThrow('no user postgres or nobody');
  });
});

type Name = Parameters<typeof programs.get>[0];
type Options = Parameters<typeof startNodeExporter>[0];

async function startOn(
  group: ServerGroup,
  name: Name,
  start: (options: Options) => Promise<RunningServer>,
): Promise<RunningServer> {
  const port = await findFreePort();
  return group.start(signal => start({ program: programs.get(name), port, signal }));
}
