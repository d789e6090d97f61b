import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ClientName } from './clients/client.ts';

/** Enough for what any client allocates in one scrape of the benchmark. */
const NO_COLLECTION_FLAGS = ['--max-semi-space-size=1024', '--min-semi-space-size=1024'];

/** Runs one case of one client in a new process and returns what it measured. */
export function runMeasurement<T>(caseName: string, client: ClientName, seriesCount = 0): T {
  const script = fileURLToPath(new URL('./measure-client.js', import.meta.url));
  const flags = caseName === 'garbage' ? NO_COLLECTION_FLAGS : [];
  const args = ['--expose-gc', ...flags, script, caseName, client, String(seriesCount)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${caseName} of ${client} failed: ${stderr}`);
  return JSON.parse(stdout) as T;
}
