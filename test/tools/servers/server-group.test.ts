import { describe, expect, onTestFinished, test } from 'vitest';
import type { RunningServer } from '../../../tools/servers/running-server.ts';
import { createServerGroup } from '../../../tools/servers/server-group.ts';

function buildServer(name: string, stopped: string[]): RunningServer {
  return {
    name,
    url: '',
    pid: 0,
    ended: new Promise<never>(() => {}),
    output: () => '',
    async stop() {
      stopped.push(name);
    },
  };
}

describe('createServerGroup', () => {
  test('stops its servers in reverse order, once', async () => {
    const stopped: string[] = [];
    const group = createServerGroup();
    await group.start(async () => buildServer('first', stopped));
    await group.start(async () => buildServer('second', stopped));
    expect(group.servers().map(({ name }) => name)).toEqual(['first', 'second']);
    await Promise.all([group.stop(), group.stop()]);
    expect(stopped).toEqual(['second', 'first']);
    expect(group.servers()).toEqual([]);
  });

  test('stops the others although one cannot be stopped, and says so then', async () => {
    const stopped: string[] = [];
    const group = createServerGroup();
    await group.start(async () => buildServer('first', stopped));
    await group.start(async () => ({
      ...buildServer('second', stopped),
      stop: () => Promise.reject(new Error('cannot stop')),
    }));
    await expect(group.stop()).rejects.toThrow('cannot stop');
    expect(stopped).toEqual(['first']);
  });

  test('tells servers that are still starting to give up, and stops those that came up', async () => {
    const stopped: string[] = [];
    const group = createServerGroup();
    const late = group.start(
      signal =>
        new Promise(resolve => {
          signal.addEventListener('abort', () => resolve(buildServer('late', stopped)));
        }),
    );
    await group.stop();
    expect((await late).name).toBe('late');
    expect(stopped).toEqual(['late']);
    await expect(group.start(async () => buildServer('after', stopped))).rejects.toThrow('was stopped');
  });

  test('stops its servers on a signal that others handle too', async () => {
    const stopped: string[] = [];
    const group = createServerGroup();
    await group.start(async () => buildServer('only', stopped));
    const other = (): void => {};
    process.on('SIGTERM', other);
    onTestFinished(() => void process.off('SIGTERM', other));
    process.emit('SIGTERM', 'SIGTERM');
    await group.stop();
    expect(stopped).toEqual(['only']);
  });

  test('leaves no handler of signals behind', async () => {
    const before = process.listenerCount('SIGTERM');
    const group = createServerGroup();
    expect(process.listenerCount('SIGTERM')).toBe(before + 1);
    await group.stop();
    expect(process.listenerCount('SIGTERM')).toBe(before);
  });
});
