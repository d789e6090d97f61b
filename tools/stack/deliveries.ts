import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';

/** Time between two releases: short, so that the dashboard has something to show within minutes. */
const INTERVAL_MS = 3 * 60_000;

/** Every so many releases one is rolled back, at first the second one. */
const ROLLBACK_EVERY = 4;
const FIRST_ROLLBACK = 2;

/** How many tests the made-up suite has; none of them fails, as alerts are for what one breaks oneself. */
const TEST_COUNT = 240;

/** Reports as a pipeline would: by the command line. A report that is not taken is a warning. */
async function report(server: string, ...args: readonly string[]): Promise<void> {
  const cli = join(projectRoot, 'dist/cli/main.js');
  const target = ['--project', 'assistant', '--server', server, '--best-effort'];
  const child = spawn(process.execPath, [cli, 'ci', ...args, ...target], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await once(child, 'exit');
}

function buildReport(durationSeconds: number): string {
  const cases = Array.from({ length: TEST_COUNT }, (_, index) => `<testcase name="test ${index}"/>`);
  return `<testsuite name="unit" time="${durationSeconds}">${cases.join('')}</testsuite>\n`;
}

/** One run of the pipeline: tests, then staging, then production, and now and then back again. */
async function release(server: string, folder: string, number: number): Promise<void> {
  const file = join(folder, 'test-report.xml');
  await writeFile(file, buildReport(40 + (number % 5)));
  await report(server, 'tests', '--suite', 'unit', file);
  const version = `1.${number}.0`;
  for (const [environment, seconds] of [
    ['staging', 20],
    ['production', 45],
  ] as const) {
    const duration = String(seconds + (number % 7));
    await report(
      ...[server, 'deployment', '--environment', environment, '--version', version],
      ...['--status', 'success', '--duration-seconds', duration],
    );
  }
  if (number % ROLLBACK_EVERY === FIRST_ROLLBACK) {
    await report(server, 'rollback', '--environment', 'production', '--version', `1.${number - 1}.0`);
  }
}

/** Releases the example application again and again, as far as the aiwatch server can tell, until the process ends. */
export function startDeliveries(server: string, folder: string): void {
  let number = 0;
  const next = () => {
    number += 1;
    release(server, folder, number).catch((error: unknown) => console.error(`release ${number}: ${error}`));
  };
  next();
  setInterval(next, INTERVAL_MS).unref();
}
