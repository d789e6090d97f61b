import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Program } from '../debian/find-program.ts';
import { type Example, startExample } from '../demo/example.ts';
import { startAlertmanager } from '../servers/alertmanager.ts';
import { startNodeExporter } from '../servers/node-exporter.ts';
import { startPgbench } from '../servers/pgbench.ts';
import { startPostgresExporter } from '../servers/postgres-exporter.ts';
import { startPostgresql } from '../servers/postgresql.ts';
import { startPrometheus } from '../servers/prometheus.ts';
import { startRedis } from '../servers/redis.ts';
import { startRedisExporter } from '../servers/redis-exporter.ts';
import type { RunningServer } from '../servers/running-server.ts';
import type { ServerGroup } from '../servers/server-group.ts';
import { generateBundle } from './bundle.ts';
import type { StackPorts } from './ports.ts';
import { startRedisTraffic } from './redis-traffic.ts';

/** Programs that a stack cannot do without. */
export const STACK_PROGRAMS = [
  'prometheus',
  'prometheus-alertmanager',
  'redis-server',
  'prometheus-redis-exporter',
  'postgres',
  'initdb',
  'pgbench',
  'prometheus-postgres-exporter',
] as const;

export interface StackOptions {
  readonly group: ServerGroup;
  readonly ports: StackPorts;
  /** Folder for configuration, data and workspace. */
  readonly folder: string;
  readonly programOf: (name: (typeof STACK_PROGRAMS)[number]) => Program;
  /** Run beside the others where it can be had. */
  readonly nodeExporter: Program | undefined;
  readonly modelArgs?: readonly string[];
  readonly onOutput?: (line: string) => void;
}

export interface Stack extends Example {
  readonly prometheus: RunningServer;
  readonly alertmanager: RunningServer;
  readonly redis: RunningServer;
  readonly postgresql: RunningServer;
}

/** Memory that Redis may use, so that the share in use means something. */
const REDIS_MAX_MEMORY = '64mb';

/** Enough to see, and little for the machine. */
const POSTGRESQL_TRANSACTIONS_PER_SECOND = 5;

/** Starts the example application and the shipped bundle around it, without Docker. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { group, folder, programOf, nodeExporter } = options;
  const ports = {
    ...options.ports,
    nodeExporter: nodeExporter === undefined ? undefined : options.ports.nodeExporter,
  };
  const bundle = await generateBundle(join(folder, 'config'), ports);
  const example = await startExample({
    ...options,
    workspace: join(folder, 'workspace'),
    // It is asked when somebody looks at the alerts; by then it is there.
    serveEnv: { AIWATCH_ALERTMANAGER_URL: `http://127.0.0.1:${ports.alertmanager}` },
  });
  const redis = await startRedisWithExporter(options, programOf);
  const postgresql = await startPostgresqlWithExporter(options, programOf);
  if (nodeExporter !== undefined && ports.nodeExporter !== undefined) {
    const port = ports.nodeExporter;
    await group.start(signal => startNodeExporter({ program: nodeExporter, port, signal }));
  }
  const alertmanager = await group.start(signal =>
    startAlertmanager({
      program: programOf('prometheus-alertmanager'),
      port: ports.alertmanager,
      configFile: bundle.alertmanagerFile,
      dataDir: join(folder, 'alertmanager'),
      signal,
    }),
  );
  const prometheus = await group.start(signal =>
    startPrometheus({
      program: programOf('prometheus'),
      port: ports.prometheus,
      configFile: bundle.prometheusFile,
      dataDir: join(folder, 'prometheus'),
      signal,
    }),
  );
  return { ...example, redis, postgresql, alertmanager, prometheus };
}

async function startRedisWithExporter(
  { group, ports, folder }: StackOptions,
  programOf: StackOptions['programOf'],
): Promise<RunningServer> {
  const dataDir = join(folder, 'redis');
  await mkdir(dataDir, { recursive: true });
  const redis = await group.start(signal =>
    startRedis({
      program: programOf('redis-server'),
      port: ports.redis,
      dataDir,
      maxMemory: REDIS_MAX_MEMORY,
      signal,
    }),
  );
  startRedisTraffic(ports.redis);
  await group.start(signal =>
    startRedisExporter({
      program: programOf('prometheus-redis-exporter'),
      port: ports.redisExporter,
      redisUrl: redis.url,
      signal,
    }),
  );
  return redis;
}

async function startPostgresqlWithExporter(
  { group, ports }: StackOptions,
  programOf: StackOptions['programOf'],
): Promise<RunningServer> {
  const postgresql = await group.start(signal =>
    startPostgresql({
      program: programOf('postgres'),
      initdb: programOf('initdb'),
      port: ports.postgresql,
      signal,
    }),
  );
  await group.start(signal =>
    startPgbench({
      program: programOf('pgbench'),
      postgresqlUrl: postgresql.url,
      transactionsPerSecond: POSTGRESQL_TRANSACTIONS_PER_SECOND,
      signal,
    }),
  );
  await group.start(signal =>
    startPostgresExporter({
      program: programOf('prometheus-postgres-exporter'),
      port: ports.postgresExporter,
      postgresqlUrl: postgresql.url,
      signal,
    }),
  );
  return postgresql;
}
