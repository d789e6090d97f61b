import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { runInContext } from '../../src/events/index.ts';
import { createToolHook } from '../../src/hooks/tool.ts';
import { createRegistry } from '../../src/metrics/index.ts';
import { createProblemRecorder, createToolCallRecorder } from '../../src/recorders/index.ts';
import { recordEvents } from '../support/recorded-events.ts';

function setUp() {
  const { events, recorded } = recordEvents();
  const registry = createRegistry();
  const logged: string[] = [];
  const recorder = createToolCallRecorder(registry, buildCatalogue(), { events });
  const problem = createProblemRecorder(registry, message => logged.push(message));
  return { observeTool: createToolHook({ recorder, problem }), recorded, logged };
}

const run = promisify(execFile);

describe('a call of a tool', () => {
  it('becomes an event with its arguments and its result, of the user and session in whose course it ran', async () => {
    const { observeTool, recorded } = setUp();
    const args = { path: 'a.ts', limit: 2 };
    await runInContext({ userId: 'u1', sessionId: 's1' }, () =>
      observeTool('readFile', async () => ({ lines: ['one', 'two'] }), { args }),
    );
    expect(recorded).toEqual([
      {
        type: 'tool',
        event: 'execution',
        userId: 'u1',
        sessionId: 's1',
        data: {
          toolName: 'readFile',
          args,
          result: 'success',
          output: { lines: ['one', 'two'] },
          executionTime: expect.any(Number),
        },
      },
    ]);
  });

  it('tells the exit code of a real command, of one that fails too', async () => {
    const { observeTool, recorded } = setUp();
    const script = (code: number) => ['-e', `process.stdout.write("out"); process.exitCode = ${code}`];
    await observeTool('shell', async () => ({ exitCode: 0, ...(await run(process.execPath, script(0))) }));
    await expect(observeTool('shell', () => run(process.execPath, script(3)))).rejects.toThrow();
    expect(recorded.map(({ data }) => data)).toMatchObject([
      { result: 'success', exitCode: 0, output: { stdout: 'out' } },
      { result: 'error', exitCode: 3 },
      { errorType: 'Error', context: { toolName: 'shell' } },
    ]);
  });

  it('that fails becomes an error too, with the tool and its arguments', () => {
    const { observeTool, recorded } = setUp();
    const error = new TypeError('no such path');
    const fail = () => {
      throw error;
    };
    expect(() => observeTool('readFile', fail, { args: () => ({ path: 'b.ts' }) })).toThrow(error);
    expect(recorded).toMatchObject([
      { type: 'tool', data: { toolName: 'readFile', args: { path: 'b.ts' }, result: 'error' } },
      {
        type: 'error',
        event: 'error',
        data: {
          errorType: 'TypeError',
          message: 'no such path',
          stack: error.stack,
          context: { toolName: 'readFile', args: { path: 'b.ts' } },
        },
      },
    ]);
  });

  it('takes the exit code from where the caller says, and bounds what a tool returns', () => {
    const { observeTool, recorded } = setUp();
    const built = { status: 2, log: 'x'.repeat(1e6) };
    expect(observeTool('build', () => built, { exitCodeOf: ({ status }) => status })).toBe(built);
    expect(recorded[0]?.data).toMatchObject({ exitCode: 2, output: { log: expect.stringMatching(/x…$/) } });
    expect(JSON.stringify(recorded[0]).length).toBeLessThan(140 * 1024);
  });

  it('runs whatever goes wrong with what describes it', () => {
    const { observeTool, recorded, logged } = setUp();
    const args = () => {
      throw new Error('not parsed');
    };
    expect(observeTool('search', () => 'found', { args })).toBe('found');
    expect(recorded).toMatchObject([{ data: { toolName: 'search', output: 'found' } }]);
    expect(logged).toHaveLength(1);
  });
});
