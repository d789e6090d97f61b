import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../tools/project-root.ts';
import { findFreePort } from '../../tools/servers/free-port.ts';
import { startNodeProgram } from '../../tools/servers/node-program.ts';

/** `aiwatch serve` in a process of its own. */
export interface BenchServer {
  readonly port: number;
  /** Of the role `service`. */
  readonly token: string;
  /** Of the role `admin`. */
  readonly adminToken: string;
  /** Sum of the series of a metric. */
  read(metric: string): Promise<number>;
  /** Resident memory in bytes. */
  residentBytes(): number;
  /** CPU time that it has used, in seconds. */
  cpuSeconds(): number;
  stop(): Promise<void>;
}

/** So that the spool is full soon where the database is away. */
const SPOOL_BYTES = 192 * 2 ** 20;
const CLOCK_TICKS_PER_SECOND = 100;
const MAIN = join(projectRoot, 'dist/cli/main.js');

/** Starts the server on a database. */
export async function startBenchServer(databaseUrl: string): Promise<BenchServer> {
  const folder = await mkdtemp(join(tmpdir(), 'aiwatch-bench-'));
  const file = join(folder, 'aiwatch.yml');
  const port = await findFreePort();
  writeFileSync(file, configOf(folder, port));
  const token = issueToken(file, '--role', 'service', '--application', 'bench');
  const adminToken = issueToken(file, '--role', 'admin');
  const env = { DATABASE_URL: databaseUrl };
  const options = { name: 'aiwatch', script: 'dist/cli/main.js', args: ['serve', '--config', file] };
  const server = await startNodeProgram({ ...options, port, readyPath: '/health', env });
  return {
    port,
    token,
    adminToken,
    read: metric => readMetric(server.url, metric),
    residentBytes: () => residentBytesOf(server.pid),
    cpuSeconds: () => cpuSecondsOf(server.pid),
    stop: () => server.stop().finally(() => rm(folder, { recursive: true, force: true })),
  };
}

function issueToken(file: string, ...options: readonly string[]): string {
  return execFileSync(process.execPath, [MAIN, 'token', ...options, '--config', file], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  }).trim();
}

function configOf(folder: string, port: number): string {
  return JSON.stringify({
    server: { port, dataDir: join(folder, 'data') },
    events: { spoolMaxBytes: SPOOL_BYTES },
    log: { dir: join(folder, 'logs') },
  });
}

async function readMetric(url: string, metric: string): Promise<number> {
  const response = await fetch(`${url}/metrics?name[]=${metric}`);
  const lines = (await response.text()).split('\n').filter(line => !line.startsWith('#'));
  const values = lines.filter(line => line.startsWith(metric)).map(line => Number(line.split(' ').at(-1)));
  return values.reduce((sum, value) => sum + value, 0);
}

function residentBytesOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
}

/** User and system time: the 14th and 15th field, counted behind the name, which may hold anything. */
function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_SECOND;
}
