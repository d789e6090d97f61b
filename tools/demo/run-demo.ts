import { parseArgs } from 'node:util';
import { createServerGroup, type ServerGroup } from '../servers/server-group.ts';
import type { Example } from './example.ts';
import { startDemoTraffic } from './load.ts';
import { runFor } from './run-for.ts';
import { readStatusLine } from './status-line.ts';

const STATUS_INTERVAL_MS = 15_000;

/**
 * Starts programs, lets users work with them, and prints what there is to see and, from time to time, what has
 * happened; until Ctrl-C, or for `--duration-seconds`. Whatever goes wrong is one message and exit code 1.
 */
export async function runDemo<T extends Example>(
  start: (group: ServerGroup) => Promise<T>,
  describe: (running: T) => string,
): Promise<void> {
  const group = createServerGroup();
  try {
    const options = { 'duration-seconds': { type: 'string', default: '0' } } as const;
    const durationSeconds = Number(parseArgs({ options }).values['duration-seconds']);
    const running = await start(group);
    const traffic = startDemoTraffic(running.assistant.url);
    console.log(describe(running));
    await runFor(durationSeconds, STATUS_INTERVAL_MS, async () => {
      console.log(await readStatusLine(`${running.assistant.url}/metrics`));
    });
    await traffic.stop();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  } finally {
    await group.stop();
  }
}
