import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { LoadOptions, LoadResult } from './load.ts';
import type { BenchServer } from './server.ts';

const SCRIPT = fileURLToPath(new URL('./load.js', import.meta.url));
const SAMPLE_INTERVAL_MS = 250;

/** What a load did to the server. */
export interface LoadedServer extends LoadResult {
  /** The most that the server's memory was. */
  readonly residentBytes: number;
  /** CPU time of the server, in microseconds for each event that was accepted. */
  readonly cpuMicroseconds: number;
}

/** Loads a server from another process, and watches the server meanwhile. */
export async function runLoad(
  server: BenchServer,
  options: Omit<LoadOptions, 'port' | 'token'>,
): Promise<LoadedServer> {
  const { port, token } = server;
  const cpuBefore = server.cpuSeconds();
  let residentBytes = server.residentBytes();
  const watch = setInterval(() => {
    residentBytes = Math.max(residentBytes, server.residentBytes());
  }, SAMPLE_INTERVAL_MS);
  try {
    const result = await runScript<LoadResult>(SCRIPT, { ...options, port, token });
    const cpuMicroseconds = ((server.cpuSeconds() - cpuBefore) * 1e6) / result.acceptedEvents;
    return { ...result, residentBytes, cpuMicroseconds };
  } finally {
    clearInterval(watch);
  }
}

/** Runs a program of the benchmark with options, and returns what it measured. */
export async function runScript<T>(script: string, options: object): Promise<T> {
  const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify(options)]);
  return JSON.parse(stdout) as T;
}
