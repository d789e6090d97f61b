import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { useLiveServer } from '../live/live-server.ts';
import { requirePrograms } from '../support/servers.ts';

const programs = await requirePrograms('postgres', 'initdb', 'python3-requests');
const SCRIPT = fileURLToPath(new URL('../../examples/clients/analyse_tools.py', import.meta.url));
const TWO_DAYS_MS = 2 * 86_400_000;
const DAY = new Date(Date.now() - TWO_DAYS_MS).toISOString().slice(0, 10);

/** Runs the script as a person does, and waits for its end. */
function analyse(args: readonly string[], settings: Readonly<Record<string, string>> = {}) {
  const { path, env } = programs.get('python3-requests');
  const { AIWATCH_URL, AIWATCH_TOKEN, ...rest } = env;
  return new Promise<{ code: number; output: string; errors: string }>(resolve => {
    execFile(path, [SCRIPT, ...args], { env: { ...rest, ...settings } }, (error, output, errors) => {
      resolve({ code: Number(error?.code ?? 0), output, errors });
    });
  });
}

function toolRun(userId: string, time: string, toolName: string, result: string, executionTime?: number) {
  const data = { toolName, result, ...(executionTime !== undefined && { executionTime }) };
  return { type: 'tool', event: 'execution', userId, timestamp: `${DAY}T${time}Z`, data };
}

const chat = (userId: string, time: string) => ({
  type: 'chat',
  event: 'message',
  userId,
  timestamp: `${DAY}T${time}Z`,
  data: { userMessage: 'hi', duration: 5 },
});

describe.skipIf(programs.skip)('analyse_tools.py', { timeout: 120_000 }, () => {
  const get = useLiveServer(programs);

  it('says of each tool how often it ran and failed, and how long it took, and when the user was active', async () => {
    const { url, admin, post } = get();
    await post(
      toolRun('eve', '09:05:00.000', 'readFile', 'success', 10),
      toolRun('eve', '09:06:00.000', 'readFile', 'success', 20),
      toolRun('eve', '09:59:59.999', 'readFile', 'error', 60),
      toolRun('eve', '14:00:00.000', 'readFile', 'success'),
      toolRun('eve', '14:30:00.000', 'shell', 'error', 1500.5),
      toolRun('eve', '14:31:00.000', 'wait', 'success'),
      chat('eve', '14:32:00.000'),
      chat('eve', '23:00:00.000'),
      toolRun('bob', '14:00:00.000', 'readFile', 'error', 9999),
    );
    const { code, output } = await analyse(['eve', '--json', '--server', url], { AIWATCH_TOKEN: admin });
    expect(code).toBe(0);
    expect(JSON.parse(output)).toEqual({
      userId: 'eve',
      events: 8,
      from: `${DAY}T09:05:00.000Z`,
      to: `${DAY}T23:00:00.000Z`,
      tools: {
        readFile: { count: 4, errors: 1, errorShare: 0.25, averageExecutionTimeMs: 30 },
        shell: { count: 1, errors: 1, errorShare: 1, averageExecutionTimeMs: 1500.5 },
        wait: { count: 1, errors: 0, errorShare: 0, averageExecutionTimeMs: null },
      },
      byHour: { '09': { tool: 3 }, '14': { tool: 3, chat: 1 }, '23': { chat: 1 } },
      byType: { tool: 6, chat: 2 },
    });
  });

  it('draws the same as bars', async () => {
    const { url, admin, post } = get();
    await post(
      ...Array.from({ length: 4 }, () => toolRun('drawn', '08:00:00.000', 'readFile', 'success', 12)),
      toolRun('drawn', '09:00:00.000', 'shell', 'error', 100),
      chat('drawn', '09:10:00.000'),
    );
    const { output } = await analyse(['drawn'], { AIWATCH_URL: `${url}/`, AIWATCH_TOKEN: admin });
    const bar = (length: number) => '#'.repeat(length).padEnd(40);
    expect(output.split('\n')).toEqual([
      `drawn: the last 6 events, from ${DAY}T08:00:00.000Z to ${DAY}T09:10:00.000Z`,
      '',
      'Tools',
      `  readFile ${bar(40)}     4 0.0% failed, 12 ms on average`,
      `  shell    ${bar(10)}     1 100.0% failed, 100 ms on average`,
      '',
      'Hours (UTC)',
      `  08:00 ${bar(40)}     4 tool 4`,
      `  09:00 ${bar(20)}     2 chat 1, tool 1`,
      '',
      'Types',
      `  tool ${bar(40)}     5`,
      `  chat ${bar(8)}     1`,
      '',
    ]);
  });

  it('reads the last 1,000 events, and more where it is told to, page by page', async () => {
    const { url, admin, post } = get();
    const runs = Array.from({ length: 1100 }, (_, i) => {
      const seconds = String(i % 60).padStart(2, '0');
      const minutes = String(Math.floor(i / 60)).padStart(2, '0');
      return toolRun('busy', `10:${minutes}:${seconds}.000`, i < 100 ? 'old' : 'new', 'success', i);
    });
    await post(...runs.slice(0, 600));
    await post(...runs.slice(600));
    const toolsOf = async (...args: readonly string[]) =>
      JSON.parse(
        (await analyse(['busy', '--json', '--server', url, ...args], { AIWATCH_TOKEN: admin })).output,
      ).tools;
    expect(await toolsOf()).toEqual({
      new: { count: 1000, errors: 0, errorShare: 0, averageExecutionTimeMs: 599.5 },
    });
    expect(await toolsOf('--limit', '1050')).toMatchObject({ new: { count: 1000 }, old: { count: 50 } });
  });

  it('lets a user ask about themselves, and says so where it is about another one', async () => {
    const { url, tokenOf, post } = get();
    const token = await tokenOf('user');
    await post(chat('ada', '12:00:00.000'));
    expect((await analyse(['ada', '--server', url, '--token', token])).code).toBe(0);
    const { code, output, errors } = await analyse(['bob', '--server', url, '--token', token]);
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toMatch(/^error: \S+\/api\/v1\/monitoring\/events answers with 403: .+\n$/);
  });

  it('says that there are no events of a user', async () => {
    const { url, admin } = get();
    expect(await analyse(['nobody', '--server', url], { AIWATCH_TOKEN: admin })).toEqual({
      code: 0,
      output: 'nobody: no events\n',
      errors: '',
    });
  });

  it('shows names that would steer the terminal without what steers it', async () => {
    const { url, admin, post } = get();
    await post(toolRun('evil', '12:00:00.000', '\u001b[2Jgone\u202e', 'success', 1));
    const { output } = await analyse(['evil', '--server', url], { AIWATCH_TOKEN: admin });
    expect(output).toContain('?[2Jgone?');
    expect(output).not.toMatch(/[^\P{C}\n]/u);
  });

  it.each([
    ['no token', [], {}, 2, /no token: set AIWATCH_TOKEN/],
    ['a token that is none', [], { AIWATCH_TOKEN: 'wrong' }, 1, /^error: .+ answers with 401: /],
    [
      'a limit that is none',
      ['--limit', '0'],
      { AIWATCH_TOKEN: 'x' },
      2,
      /expected a whole number of 1 or more/,
    ],
  ])('says in a line what is wrong with %s', async (_, args, settings, code, message) => {
    const result = await analyse(['ada', '--server', get().url, ...args], settings);
    expect(result).toMatchObject({ code, output: '', errors: expect.stringMatching(message) });
    expect(result.errors).not.toContain('Traceback');
  });

  it('says that no server is there', async () => {
    const { code, errors } = await analyse(['ada', '--server', 'http://127.0.0.1:9', '--token', 'x']);
    expect(code).toBe(1);
    expect(errors).toMatch(/^error: http:\/\/127\.0\.0\.1:9\S+ does not answer: .+\n$/);
  });
});
