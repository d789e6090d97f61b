import { parseArgs } from 'node:util';
import type { Traffic } from '../../examples/traffic/traffic.ts';
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
  describe: (running: T) => string | Promise<string>,
): Promise<void> {
  const group = createServerGroup();
  let traffic: Traffic | undefined;
  try {
    const options = { 'duration-seconds': { type: 'string', default: '0' } } as const;
    const durationSeconds = Number(parseArgs({ options }).values['duration-seconds']);
    const running = await start(group);
    traffic = startDemoTraffic(running.assistant.url);
    console.log(await describe(running));
    const showStatus = async () => console.log(await readStatusLine(`${running.assistant.url}/metrics`));
    await Promise.race([runFor(durationSeconds, STATUS_INTERVAL_MS, showStatus), untilOneEnds(group)]);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  } finally {
    console.log('stopping: users finish what they are at, and what waits is delivered …');
    await traffic?.stop();
    await group.stop();
  }
  // Whatever is left of a program that ended badly must not keep this one.
  process.exit();
}

/** Rejects as soon as one of the programs is gone without having been stopped. */
async function untilOneEnds(group: ServerGroup): Promise<never> {
  const ends = group.servers().map(async ({ name, ended }) => `${name} ${await ended}`);
  throw new Error(`${await Promise.race(ends)}; the others are stopped too`);
}
