import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AiwatchError, createMonitoring, loadConfig, VERSION } from '../src/index.ts';
import { send, startServer } from './support/http-server.ts';
import { parseExposition, sampleValue } from './support/parse-exposition.ts';
import { scrapeFamilies } from './support/scrape.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Runs a module in a process of its own that may import the package by its name, and has to end by itself. */
async function runScript(script: string): Promise<{ code: number | null; output: string; errors: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [[code], output, errors] = await Promise.all([
    once(child, 'exit'),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, output, errors };
}

function create(application: string) {
  const monitoring = createMonitoring({ application, config: loadConfig({ env: {} }), log: () => {} });
  onTestFinished(() => monitoring.close());
  return monitoring;
}

describe('createMonitoring()', () => {
  it('makes several in one process that share nothing', async () => {
    const [one, two] = [create('first-app'), create('second-app')];
    one.sessions.start('a');
    await one.observeAiCall({ provider: 'openai', model: 'm' }, () => 'answer');
    await two.observeTool('read_file', async () => 'content');
    const [first, second] = await Promise.all([one, two].map(({ registry }) => scrapeFamilies(registry)));
    expect(sampleValue(first!, 'first_app_active_sessions')).toBe(1);
    expect(first!.has('second_app_active_sessions')).toBe(false);
    const tool = { tool: 'read_file', status: 'success' };
    expect(sampleValue(first!, 'ai_tool_calls_total', tool)).toBe(undefined);
    expect(sampleValue(second!, 'ai_tool_calls_total', tool)).toBe(1);
    expect(sampleValue(second!, 'aiwatch_build_info', { version: VERSION })).toBe(1);
  });

  it('records calls to models that go another way, and lets no mistake reach the application', async () => {
    const { aiCalls, registry } = create('app');
    const target = { provider: 'openai', model: 'm' };
    aiCalls.begin(target);
    const families = await scrapeFamilies(registry);
    expect(sampleValue(families, 'ai_api_calls_in_flight', target)).toBe(1);
    aiCalls.record({
      ...target,
      status: 'success',
      isStreamed: false,
      durationSeconds: 2,
      usage: { output: 5 },
    });
    aiCalls.begin(undefined as never);
    aiCalls.record(undefined as never);
    const after = await scrapeFamilies(registry);
    expect(sampleValue(after, 'ai_api_calls_in_flight', target)).toBe(0);
    expect(sampleValue(after, 'ai_tokens_used_total', { ...target, type: 'output' })).toBe(5);
    expect(sampleValue(after, 'aiwatch_hook_errors_total', { hook: 'ai' })).toBe(2);
  });

  it.each([
    [{ respectDNT: false }, 'expected respectDnt (did you mean that?), found the unknown option respectDNT'],
    [{ sessions: { timeout: 5 } }, 'createMonitoring, sessions: expected timeoutMs (did you mean that?)'],
    [{ captureLevel: 'none' }, 'expected one of application, config, consent, events, identify'],
    [{ constructor: 1, toString: 2 }, 'the unknown option toString'],
  ])('refuses options that nobody would read: %j', (options, message) => {
    const create = () => createMonitoring({ config: loadConfig({ env: {} }), ...(options as object) });
    expect(create).toThrow(AiwatchError);
    expect(create).toThrow(message);
  });

  it('estimates costs by prices that it is given, and refuses those that are none', async () => {
    const options = { config: loadConfig({ env: {} }), log: () => {} };
    const monitoring = createMonitoring({ ...options, prices: { own: { m: { input: 1, output: 3 } } } });
    onTestFinished(() => monitoring.close());
    const answer = { usage: { prompt_tokens: 500_000, completion_tokens: 500_000 } };
    await monitoring.observeAiCall({ provider: 'own', model: 'm' }, () => answer);
    const families = await scrapeFamilies(monitoring.registry);
    const labels = { provider: 'own', model: 'm', source: 'estimated' };
    expect(sampleValue(families, 'ai_cost_usd_total', labels)).toBe(2);
    const wrong = { own: { m: { input: -1, output: 3 } } };
    expect(() => createMonitoring({ ...options, prices: wrong })).toThrow('prices.own.m.input');
  });

  it('shows queues of the application', async () => {
    const { observeQueue, registry } = create('app');
    const takeOff = observeQueue({ name: 'jobs', length: () => 3, active: () => 1 });
    const families = await scrapeFamilies(registry);
    expect(sampleValue(families, 'queue_length', { queue: 'jobs' })).toBe(3);
    expect(sampleValue(families, 'queue_active_requests', { queue: 'jobs' })).toBe(1);
    takeOff();
    const after = await scrapeFamilies(registry);
    expect(sampleValue(after, 'queue_length', { queue: 'jobs' })).toBeUndefined();
  });

  it('leaves the web configuration file to the aiwatch server, whose settings it shares', async () => {
    const config = loadConfig({ env: { AIWATCH_WEB_CONFIG_FILE: '/nowhere/web.yml' } });
    const monitoring = createMonitoring({ config, log: () => {} });
    onTestFinished(() => monitoring.close());
    const { port } = await startServer(monitoring.metricsHandler);
    expect((await send(port)).status).toBe(200);
  });

  it('can be closed twice, and read after that', async () => {
    const monitoring = create('app');
    monitoring.sessions.start('a');
    await monitoring.close();
    await monitoring.close();
    const families = await scrapeFamilies(monitoring.registry);
    expect(sampleValue(families, 'app_active_sessions')).toBe(0);
  });

  it('makes a result whose functions may be used on their own', async () => {
    const { observeTool, sessions, currentContext, runInContext, files, close, registry } = create('app');
    expect(observeTool('t', () => 7)).toBe(7);
    sessions.start('a');
    files.record({ operation: 'read', status: 'success', durationSeconds: 1, sizeBytes: 2 });
    expect(runInContext({ userId: 'u' }, currentContext)).toEqual({ userId: 'u' });
    await close();
    expect((await scrapeFamilies(registry)).has('file_operations_total')).toBe(true);
  });

  it('hides from the application what is recorded wrongly', async () => {
    const { files, development, registry } = create('app');
    files.record({} as never);
    development.codeGenerated(undefined as never, undefined as never);
    const families = await scrapeFamilies(registry);
    expect(sampleValue(families, 'aiwatch_hook_errors_total', { hook: 'development' })).toBe(1);
  });

  it.each([
    [{ AIWATCH_PORT: 'many' }, 'CONFIG_INVALID'],
    [{ AIWATCH_CONFIG: 'not-there.yml' }, 'CONFIG_FILE_UNREADABLE'],
  ])('is refused a configuration from %j with %s', (env, code) => {
    expect(() => loadConfig({ env })).toThrow(expect.objectContaining({ name: 'AiwatchError', code }));
    expect(() => loadConfig({ env })).toThrow(AiwatchError);
  });
});

describe('the package', () => {
  it('is imported by its name, measures, and lets the process end once it is closed', async () => {
    const { code, output, errors } = await runScript(`
      import { createServer } from 'node:http';
      import { once } from 'node:events';
      import { createMonitoring, VERSION } from 'aiwatch';
      const monitoring = createMonitoring({ application: 'child' });
      const server = createServer((request, response) => {
        if (request.url === '/metrics') return monitoring.metricsHandler(request, response);
        response.end('ok');
      });
      monitoring.instrumentServer(server, { route: request => request.url });
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const url = 'http://127.0.0.1:' + server.address().port;
      monitoring.sessions.start('a');
      await monitoring.observeTool('t', async () => {});
      await monitoring.fs.readFile('package.json');
      await (await fetch(url + '/hello', { headers: { connection: 'close' } })).text();
      const answer = await fetch(url + '/metrics', { headers: { connection: 'close' } });
      process.stdout.write(await answer.text());
      server.close();
      await monitoring.close();
    `);
    expect(errors).toBe('');
    expect(code).toBe(0);
    const families = parseExposition(output, { format: 'text' });
    expect(sampleValue(families, 'child_active_sessions')).toBe(1);
    expect(sampleValue(families, 'ai_tool_calls_total', { tool: 't', status: 'success' })).toBe(1);
    expect(sampleValue(families, 'file_operations_total', { operation: 'read', status: 'success' })).toBe(1);
    expect(
      families.get('nodejs_eventloop_lag_seconds') ?? families.get('process_cpu_seconds_total'),
    ).toBeDefined();
  });

  it('lets the process end though it is never closed', async () => {
    const { code, errors } = await runScript(`
      import { createMonitoring } from 'aiwatch';
      const monitoring = createMonitoring();
      monitoring.sessions.start('a');
      await monitoring.observeAiCall({ provider: 'openai', model: 'm' }, async () => ({}));
    `);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
  });

  it('exports what its package.json names, and nothing else', async () => {
    const { output, errors } = await runScript(`
      for (const name of ['aiwatch', 'aiwatch/catalogue', 'aiwatch/metrics', 'aiwatch/dashboards']) {
        console.log(name, Object.keys(await import(name)).length > 0);
      }
      console.log(Object.keys(await import('aiwatch')).sort().join());
      console.log(await import('aiwatch/dist/runtime.js').catch(error => error.code));
    `);
    expect(errors).toBe('');
    expect(output.trim().split('\n')).toEqual([
      'aiwatch true',
      'aiwatch/catalogue true',
      'aiwatch/metrics true',
      'aiwatch/dashboards true',
      'AiwatchError,GitError,VERSION,createBotClient,createLogger,createMonitoring,isAiwatchError,loadConfig,verifyWebhook',
      'ERR_PACKAGE_PATH_NOT_EXPORTED',
    ]);
  });
});
