import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** The compiled program, as its user runs it. */
const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

interface Running {
  readonly child: ChildProcess;
  output(): string;
  readonly errors: Promise<string>;
  readonly exit: Promise<readonly [code: number | null, signal: string | null]>;
}

/** Runs `aiwatch serve` in an empty folder. */
async function serve(args: readonly string[], env: Record<string, string> = {}): Promise<Running> {
  const cwd = await createTemporaryFolder();
  // As root, PostgreSQL runs as another user, who has to get there.
  await chmod(cwd, 0o711);
  const child = spawn(process.execPath, [MAIN, 'serve', ...args], {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = once(child, 'exit') as Promise<[number | null, string | null]>;
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exit;
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', data => {
    output += data;
  });
  return { child, output: () => output, errors: text(child.stderr), exit };
}

/** Waits for the line with the URLs. */
async function urlOf({ output, errors }: Running): Promise<string> {
  await expect
    .poll(output, { timeout: 60_000, message: 'aiwatch serve prints no URL' })
    .toMatch(/^aiwatch: http:\S+\/metrics/m);
  void errors;
  return /^aiwatch: (http:\/\/[^/]+)/m.exec(output())![1]!;
}

// Each makes a PostgreSQL of its own, which takes long on a machine with other work.
describe('aiwatch serve', { timeout: 120_000 }, () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('prints where it answers, and ends with 0 at %s', async signal => {
    const running = await serve(['--port', '0']);
    const url = await urlOf(running);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect((await fetch(`${url}/metrics`)).status).toBe(200);
    running.child.kill(signal);
    expect(await running.exit).toEqual([0, null]);
    expect(running.output()).toContain('aiwatch: stopped');
    expect(await running.errors).toBe('');
  });

  it('logs to the console too, a JSON object a line, where that is asked for', async () => {
    const running = await serve(['--port', '0'], { AIWATCH_LOG_CONSOLE: 'true' });
    const url = await urlOf(running);
    await fetch(`${url}/api/v1/monitoring/stats?token=secret`);
    const logged = () =>
      running
        .output()
        .split('\n')
        .filter(line => line.startsWith('{'))
        .map(line => JSON.parse(line) as Record<string, unknown>);
    await expect
      .poll(logged)
      .toContainEqual(
        expect.objectContaining({ path: '/api/v1/monitoring/stats', statusCode: 401, level: 'info' }),
      );
    expect(running.output()).toMatch(/^aiwatch: http:\S+\/metrics/m);
  });

  it('prints first a link that signs in to the panel, once', async () => {
    const running = await serve(['--port', '0']);
    const url = await urlOf(running);
    // Of all that it prints the first URL.
    const [, link, code] = /^aiwatch: (http:\/\/localhost:\d+)\/#code=(\S+)/m.exec(running.output())!;
    expect(running.output().indexOf('http')).toBe(running.output().indexOf(`${link}/#code=`));
    expect(link).toBe(url);
    const signIn = () =>
      fetch(`${url}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code }),
      });
    expect(await (await signIn()).json()).toMatchObject({ signedIn: true, role: 'admin' });
    expect((await signIn()).status).toBe(401);
  });

  it('prints no link where others could read along', async () => {
    const running = await serve(['--port', '0', '--host', '0.0.0.0']);
    await expect.poll(running.output, { timeout: 60_000 }).toContain('aiwatch token link');
    expect(running.output()).not.toContain('#code=');
  });

  it('prints the alerts that Alertmanager delivers', async () => {
    const running = await serve(['--port', '0']);
    const url = await urlOf(running);
    const alert = {
      status: 'firing',
      labels: { alertname: 'HighErrorRate', severity: 'critical' },
      annotations: { summary: 'Many requests fail' },
      startsAt: '2026-11-21T05:00:00Z',
      endsAt: '0001-01-01T00:00:00Z',
    };
    const response = await fetch(`${url}/api/v1/alertmanager`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ version: '4', alerts: [alert] }),
    });
    expect(response.status).toBe(204);
    await expect.poll(running.output).toContain('alert FIRING HighErrorRate (critical) Many requests fail\n');
  });

  it('takes token and port from a configuration file and the environment', async () => {
    const folder = await createTemporaryFolder();
    const file = join(folder, 'settings.yml');
    await writeFile(file, 'server:\n  port: 0\nmetrics:\n  path: /m\n');
    const running = await serve(['--config', file], { AIWATCH_METRICS_TOKEN: 'secret-token-of-the-test' });
    await expect.poll(running.output, { timeout: 60_000 }).toContain('bearer token');
    const url = /http:\/\/[^/]+/.exec(running.output())![0];
    expect((await fetch(`${url}/m`)).status).toBe(401);
    const headers = { authorization: 'Bearer secret-token-of-the-test' };
    expect((await fetch(`${url}/m`, { headers })).status).toBe(200);
    expect(running.output()).not.toContain('secret-token-of-the-test');
  });

  it('ends with 1 and one line where the port is taken', async () => {
    const occupant = createServer().listen(0, '127.0.0.1');
    await once(occupant, 'listening');
    onTestFinished(() => void occupant.close());
    const { port } = occupant.address() as AddressInfo;
    const running = await serve(['--port', String(port)]);
    expect(await running.exit).toEqual([1, null]);
    const lines = (await running.errors).trimEnd().split('\n');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^error: 127\.0\.0\.1:\d+: .*EADDRINUSE.*\[LISTEN_FAILED\]/);
    expect(running.output()).toBe('');
  });

  it.each([
    [['--port', 'many'], 1],
    [['--port', '70000'], 1],
    [['--nonsense'], 2],
    [['extra'], 2],
    [['--config', 'not-there.yml'], 1],
  ])('refuses %j with one line and code %i', async (args, code) => {
    const running = await serve(args);
    expect(await running.exit).toEqual([code, null]);
    expect((await running.errors).trimEnd().split('\n')[0]).toMatch(/^error: .+/);
    expect(await running.errors).not.toContain('    at ');
  });
});
