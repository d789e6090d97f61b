import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { useLiveServer } from '../live/live-server.ts';
import { requirePrograms } from '../support/servers.ts';

const programs = await requirePrograms('postgres', 'initdb', 'curl');
const POLL = { timeout: 30_000 };

describe.skipIf(programs.skip)('curl -N', { timeout: 120_000 }, () => {
  const get = useLiveServer(programs);

  it('receives the stream, frame by frame', async () => {
    const { url, admin, post } = get();
    const { path, env } = programs.get('curl');
    const stream = `${url}/api/v1/monitoring/stream`;
    const args = ['-N', '-s', '-S', '--noproxy', '*', '-H', `Authorization: Bearer ${admin}`, stream];
    const child = spawn(path, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    onTestFinished(async () => {
      const ended = once(child, 'exit');
      if (child.kill('SIGKILL')) await ended;
    });
    let output = '';
    for (const pipe of [child.stdout, child.stderr]) {
      pipe.setEncoding('utf8').on('data', text => {
        output += text;
      });
    }
    await expect.poll(() => output, POLL).toMatch(/^data: \{"type":"connected"\}\n\n/);
    await post({ id: 'first', type: 'chat', userId: 'ada' });
    await expect.poll(() => output, POLL).toMatch(/^id: \S+\ndata: .*"id":"first".*\n\n$/m);
    await post({ id: 'second', type: 'tool', userId: 'ada' });
    await expect.poll(() => output.match(/"id":"\w+"/g), POLL).toEqual(['"id":"first"', '"id":"second"']);
  });
});
