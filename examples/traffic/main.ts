import { setTimeout as sleep } from 'node:timers/promises';
import { parseTrafficOptions } from './options.ts';
import { formatSummary } from './summary.ts';
import { createTraffic } from './traffic.ts';

try {
  const { durationSeconds, ...options } = parseTrafficOptions(process.argv.slice(2));
  const traffic = createTraffic({ ...options, onProblem: message => console.error(`traffic: ${message}`) });
  const { target, users, scenario, pace } = options;
  const end = durationSeconds === 0 ? 'until stopped with Ctrl-C' : `for ${durationSeconds} s`;
  console.log(`traffic: ${users} ${scenario} users at pace ${pace} against ${target}, ${end}`);
  traffic.start();
  await waitForEnd(durationSeconds);
  console.log(`traffic: ${formatSummary(await traffic.stop())}`);
} catch (error) {
  console.error(`traffic: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

async function waitForEnd(durationSeconds: number): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => stop.abort());
  }
  // The longest wait of a timer is 2^31 - 1 ms, 24 days; without a duration the wait begins again.
  do {
    await sleep(durationSeconds === 0 ? 2 ** 31 - 1 : durationSeconds * 1000, undefined, stop).catch(
      () => {},
    );
  } while (durationSeconds === 0 && !stop.signal.aborted);
}
