import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startServer } from '../support/http-server.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** The compiled program, as its user runs it. */
const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** Runs aiwatch with a standard output that nobody reads, as behind `| head` that has seen enough. */
async function runUnread(cwd: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  const [errors, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { code: code as number | null, errors };
}

describe('aiwatch in a pipe whose reader has gone', () => {
  it('does all that the command is for', async () => {
    const folder = await createTemporaryFolder();
    expect(await runUnread(folder, 'secrets', '--dir', 'made')).toEqual({ code: 0, errors: '' });
    expect((await readdir(join(folder, 'made'))).sort()).toEqual([
      'metrics-token',
      'pagerduty-routing-key',
      'postgres-password',
      'slack-api-url',
      'smtp-password',
    ]);
  });

  it('does not fetch the rest of an export, and says so in one line', async () => {
    const { port } = await startServer((_request, response) => {
      // It would never end.
      const sending = setInterval(() => response.write('{"kind":"leaf"}\n'.repeat(5000)), 5);
      response.on('close', () => clearInterval(sending));
    });
    const server = `http://127.0.0.1:${port}`;
    const { code, errors } = await runUnread(
      await createTemporaryFolder(),
      'audit',
      'export',
      '--server',
      server,
    );
    expect(code).toBe(1);
    expect(errors).toMatch(/^error: standard output: .*EPIPE.*\[OUTPUT_NOT_WRITTEN\]\n$/);
  });
});
