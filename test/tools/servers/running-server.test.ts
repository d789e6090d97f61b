import { describe, expect, test } from 'vitest';
import type { Program } from '../../../tools/debian/find-program.ts';
import { findFreePort } from '../../../tools/servers/free-port.ts';
import { answersOk } from '../../../tools/servers/http-ready.ts';
import {
  type RunningServer,
  type ServerOptions,
  startServer,
} from '../../../tools/servers/running-server.ts';

/** Node.js in the place of a server. */
const program: Program = {
  name: 'prometheus',
  path: process.execPath,
  env: { PATH: process.env['PATH'] ?? '' },
  source: 'machine',
};

async function start(script: string, options: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  return startServer(
    { program, port, ...options },
    { url, args: ['-e', script, String(port)], isReady: signal => answersOk(url, signal) },
  );
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const ANSWERS = `require('node:http').createServer((q, r) => r.end('ok')).listen(process.argv[1], '127.0.0.1');`;

describe('startServer', () => {
  test('returns a server that answers, and stops it', async () => {
    const server = await start(`console.log('hello'); console.error('trouble'); ${ANSWERS}`);
    expect(await (await fetch(server.url)).text()).toBe('ok');
    expect(server.output()).toContain('hello');
    expect(server.output()).toContain('trouble');
    await Promise.all([server.stop(), server.stop()]);
    expect(isRunning(server.pid)).toBe(false);
    await server.stop();
  });

  test('does not take another server on its port for the one it starts', async () => {
    const other = await start(ANSWERS);
    const port = Number(new URL(other.url).port);
    await expect(
      startServer(
        { program, port },
        {
          url: other.url,
          args: ['-e', ANSWERS, String(port)],
          isReady: signal => answersOk(other.url, signal),
        },
      ),
    ).rejects.toThrow(`prometheus: port ${port} is taken.`);
    await other.stop();
  });

  test('tells when a server ends by itself', async () => {
    const server = await start(ANSWERS);
    process.kill(server.pid, 'SIGKILL');
    expect(await server.ended).toBe('exited with SIGKILL');
  });

  test('shows what a server wrote that exits before it is ready', async () => {
    await expect(start(`console.error('bad flag'); process.exit(3)`)).rejects.toThrow(
      /^prometheus on http:\S+ exited with code 3 before it was ready; the last it wrote:\nbad flag$/,
    );
  });

  test('ends a server that does not get ready in time, and shows what it wrote', async () => {
    const script = `console.log('pid', process.pid); setInterval(() => {}, 1000)`;
    const error = await start(script, { readyTimeoutMs: 1_000 }).catch((reason: Error) => reason);
    expect(String(error)).toContain('was not ready within 1000 ms');
    const pid = Number(/pid (\d+)/.exec(String(error))?.[1]);
    expect(pid).toBeGreaterThan(0);
    expect(isRunning(pid)).toBe(false);
  });

  test('gives up starting when it is told to', async () => {
    const script = `setInterval(() => {}, 1000)`;
    await expect(start(script, { signal: AbortSignal.abort() })).rejects.toThrow(
      'was stopped while it started',
    );
  });

  test('kills a server that does not heed SIGTERM', async () => {
    const server = await start(`process.on('SIGTERM', () => {}); ${ANSWERS}`, { stopTimeoutMs: 100 });
    await server.stop();
    expect(isRunning(server.pid)).toBe(false);
  });

  test('says so when the program cannot be started', async () => {
    await expect(start('', { program: { ...program, path: '/does/not/exist' } })).rejects.toThrow(
      /before it was ready|could not be started/,
    );
  });
});
