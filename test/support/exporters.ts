import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Exporter } from '../../src/bundle/external-metrics/index.ts';
import { startAlertmanager } from '../../tools/servers/alertmanager.ts';
import { findFreePort } from '../../tools/servers/free-port.ts';
import { startNodeExporter } from '../../tools/servers/node-exporter.ts';
import { startPostgresExporter } from '../../tools/servers/postgres-exporter.ts';
import { startPostgresql } from '../../tools/servers/postgresql.ts';
import { startPrometheus } from '../../tools/servers/prometheus.ts';
import { startRedis } from '../../tools/servers/redis.ts';
import { startRedisExporter } from '../../tools/servers/redis-exporter.ts';
import type { ServerGroup } from '../../tools/servers/server-group.ts';
import type { RequiredPrograms } from './servers.ts';

/** What the exporters need. */
export const EXPORTER_PROGRAMS = [
  'prometheus',
  'prometheus-alertmanager',
  'redis-server',
  'prometheus-redis-exporter',
  'postgres',
  'initdb',
  'prometheus-postgres-exporter',
  'prometheus-node-exporter',
] as const;

/** The exporters that run here, each by its URL. */
export type ExporterUrls = Readonly<Record<Exclude<Exporter, 'cadvisor'>, string>>;

interface Surroundings {
  readonly group: ServerGroup;
  readonly programs: RequiredPrograms;
  /** For configuration and data; removed by the caller. */
  readonly folder: string;
}

/** Makes a Redis the replica of one that is not there, so that it shows what only replicas show. */
async function makeReplica(port: number): Promise<void> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.write('REPLICAOF 127.0.0.1 1\r\n');
  await once(socket, 'data');
  socket.destroy();
}

async function startRedisWithExporter({ group, programs, folder }: Surroundings): Promise<string> {
  const [port, exporterPort] = [await findFreePort(), await findFreePort()];
  const redis = await group.start(signal =>
    startRedis({ program: programs.get('redis-server'), port, dataDir: folder, signal }),
  );
  await makeReplica(port);
  const program = programs.get('prometheus-redis-exporter');
  const exporter = await group.start(signal =>
    startRedisExporter({ program, port: exporterPort, redisUrl: redis.url, signal }),
  );
  return exporter.url;
}

async function startPostgresqlWithExporter({ group, programs }: Surroundings): Promise<string> {
  const [port, exporterPort] = [await findFreePort(), await findFreePort()];
  const [program, initdb] = [programs.get('postgres'), programs.get('initdb')];
  const postgresql = await group.start(signal => startPostgresql({ program, initdb, port, signal }));
  const exporterProgram = programs.get('prometheus-postgres-exporter');
  const exporter = await group.start(signal =>
    startPostgresExporter({
      program: exporterProgram,
      port: exporterPort,
      postgresqlUrl: postgresql.url,
      signal,
    }),
  );
  return exporter.url;
}

/** Alertmanager that tells nobody. */
async function startSilentAlertmanager({ group, programs, folder }: Surroundings): Promise<string> {
  const [port, configFile] = [await findFreePort(), join(folder, 'alertmanager.yml')];
  await writeFile(configFile, stringify({ route: { receiver: 'nobody' }, receivers: [{ name: 'nobody' }] }));
  const options = { program: programs.get('prometheus-alertmanager'), port, configFile };
  const dataDir = join(folder, 'alertmanager');
  return (await group.start(signal => startAlertmanager({ ...options, dataDir, signal }))).url;
}

/** Prometheus with everything that it can have: a rule that fires, an Alertmanager, a remote storage (that is not there). */
async function startBusyPrometheus(around: Surroundings, alertmanagerUrl: string): Promise<string> {
  const { group, programs, folder } = around;
  const port = await findFreePort();
  const rule = { alert: 'Always', expr: 'vector(1)', labels: { severity: 'info' } };
  await writeFile(
    join(folder, 'rules.yml'),
    stringify({ groups: [{ name: 'always', interval: '1s', rules: [rule] }] }),
  );
  const configFile = join(folder, 'prometheus.yml');
  const target = (url: string) => [{ targets: [new URL(url).host] }];
  await writeFile(
    configFile,
    stringify({
      global: { scrape_interval: '1s' },
      rule_files: ['rules.yml'],
      scrape_configs: [{ job_name: 'prometheus', static_configs: target(`http://127.0.0.1:${port}`) }],
      alerting: { alertmanagers: [{ static_configs: target(alertmanagerUrl) }] },
      remote_write: [{ url: 'http://127.0.0.1:1/', name: 'nowhere' }],
    }),
  );
  const options = { program: programs.get('prometheus'), port, configFile, resendDelay: '1s' };
  const dataDir = join(folder, 'prometheus');
  return (await group.start(signal => startPrometheus({ ...options, dataDir, signal }))).url;
}

/** Starts every exporter whose metrics are read, but for cAdvisor, which needs containers. */
export async function startExporters(around: Surroundings): Promise<ExporterUrls> {
  const alertmanager = await startSilentAlertmanager(around);
  const nodeExporterPort = await findFreePort();
  const nodeExporter = await around.group.start(signal =>
    startNodeExporter({
      program: around.programs.get('prometheus-node-exporter'),
      port: nodeExporterPort,
      signal,
    }),
  );
  return {
    prometheus: await startBusyPrometheus(around, alertmanager),
    alertmanager,
    redis_exporter: await startRedisWithExporter(around),
    postgres_exporter: await startPostgresqlWithExporter(around),
    node_exporter: nodeExporter.url,
  };
}
