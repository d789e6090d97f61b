import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { issueToken, openKeyFile, type Role } from '../../src/server/index.ts';
import { waitUntil } from '../support/wait-until.ts';

/** The compiled program, as its user runs it. */
const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const TOKEN_TTL_MS = 60 * 60 * 1000;

export interface AiwatchServerOptions {
  /** For its data, its log and its configuration; the same one again means the same server. */
  readonly folder: string;
  /** Default: the PostgreSQL of its own. */
  readonly databaseUrl?: string;
  /** Folder of the keys; servers of one database share them. Default: the data folder. */
  readonly keyFile?: string;
  readonly configFile?: string;
  /** Where it listened before. Default: a free port. */
  readonly port?: number;
}

/** An aiwatch server in a process of its own. */
export interface AiwatchServer {
  readonly child: ChildProcess;
  readonly url: string;
  /** Standard output and standard error until now. */
  output(): string;
  readonly exit: Promise<readonly [code: number | null, signal: string | null]>;
  /** Ends it by a signal, and waits until it is gone. */
  end(
    signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT',
  ): Promise<readonly [code: number | null, signal: string | null]>;
  /** A value of its `/metrics`. Throws where the series is not there, so that no check passes by a misspelt name. */
  metric(series: string): Promise<number>;
}

/** Starts `aiwatch serve`, and waits until it listens. */
export async function startAiwatch(options: AiwatchServerOptions): Promise<AiwatchServer> {
  const { folder, databaseUrl, configFile, port = 0 } = options;
  await mkdir(folder, { recursive: true });
  const args = [
    'serve',
    '--port',
    String(port),
    ...(configFile === undefined ? [] : ['--config', configFile]),
  ];
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      AIWATCH_DATA_DIR: join(folder, 'data'),
      ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', data => {
      output += data;
    });
  }
  const exit = once(child, 'exit') as Promise<[number | null, string | null]>;
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return exit;
  };
  killAfterwards(() => end('SIGKILL'));
  const url = await Promise.race([listening(() => output), exit.then(() => refuse(output))]);
  return { child, url, output: () => output, exit, end, metric: series => readMetric(url, series) };
}

/** Inside a test it is killed when that is over; who starts one in a `beforeAll` ends it in the `afterAll`. */
function killAfterwards(kill: () => Promise<unknown>): void {
  try {
    onTestFinished(async () => void (await kill()));
  } catch {
    // Not inside a test.
  }
}

function listening(output: () => string): Promise<string> {
  return waitUntil(() => {
    const url = /^aiwatch: (http:\/\/[^/]+)\/metrics/m.exec(output())?.[1];
    if (url === undefined) throw new Error(`aiwatch serve prints no URL:\n${output()}`);
    return url;
  });
}

function refuse(output: string): never {
  throw new Error(`aiwatch serve ended:\n${output}`);
}

async function readMetric(url: string, series: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split('\n').find(one => one.startsWith(`${series} `));
  if (line === undefined) throw new Error(`${url}/metrics has no series ${series}`);
  return Number(line.slice(series.length + 1));
}

/** A token for the server of a folder, whether it runs or not. */
export async function makeToken(folder: string, role: Role = 'service'): Promise<string> {
  const [key] = await openKeyFile(join(folder, 'data', 'keys', 'tokens.json'));
  const { token } = await issueToken(key, { role, application: 'load', ttlMs: TOKEN_TTL_MS });
  return token;
}
