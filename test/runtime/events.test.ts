import express from 'express';
import fastify from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type EventType, eventTypes } from '../../src/catalogue/events/index.ts';
import { createMonitoring, loadConfig, type MonitoringOptions } from '../../src/index.ts';
import { createProvider, sendJson, USAGE } from '../hooks/ai/provider.ts';
import { send, startServer } from '../support/http-server.ts';
import { recordEvents } from '../support/recorded-events.ts';

const USER = { userId: 'u1', sessionId: 's1' };
const TARGET = { provider: 'openai', model: 'gpt-test' };
const MESSAGES = [{ role: 'user' as const, content: 'What is in a.ts?' }];

function create(options: MonitoringOptions = {}) {
  const { sink, recorded } = recordEvents();
  const monitoring = createMonitoring({
    config: loadConfig({ env: {} }),
    identify: ({ headers }) => ({ userId: headers['x-user'], sessionId: headers['x-session'] }),
    events: sink,
    log: () => {},
    ...options,
  });
  onTestFinished(() => monitoring.close());
  return { monitoring, recorded };
}

/** A chat: the model is asked, and a tool runs. */
async function createChat(monitoring: ReturnType<typeof createMonitoring>) {
  const client = await createProvider((_request, response) =>
    sendJson(response, 200, { choices: [{ message: { content: 'A function.' } }], usage: USAGE }),
  );
  return async (): Promise<string | null> => {
    monitoring.observeTool('readFile', () => 'export const a = 1;', { args: { path: 'a.ts' } });
    const ask = () => client.chat.completions.create({ model: 'gpt-test', messages: MESSAGES });
    const { choices } = await monitoring.observeAiCall(TARGET, ask, { prompt: MESSAGES });
    return choices[0]!.message.content;
  };
}

async function get(url: string): Promise<number> {
  const headers = { 'x-user': USER.userId, 'x-session': USER.sessionId, 'x-request-id': 'r1' };
  const response = await fetch(url, { headers });
  await response.arrayBuffer();
  return response.status;
}

const TOOL = {
  type: 'tool',
  event: 'execution',
  ...USER,
  requestId: 'r1',
  data: {
    toolName: 'readFile',
    args: { path: 'a.ts' },
    result: 'success',
    output: 'export const a = 1;',
    executionTime: expect.any(Number),
  },
};
const CHAT = {
  type: 'chat',
  event: 'message',
  ...USER,
  requestId: 'r1',
  data: {
    userMessage: 'What is in a.ts?',
    messageLength: 16,
    assistantResponse: 'A function.',
    responseLength: 11,
    tokensUsed: 150,
    duration: expect.any(Number),
    status: 'success',
    streamed: false,
    ...TARGET,
  },
};
const REQUEST = {
  type: 'request',
  event: 'completed',
  ...USER,
  requestId: 'r1',
  data: { method: 'GET', path: '/chat/:id', statusCode: 200, processTime: expect.any(Number) },
};

describe('an instrumented application', () => {
  it('makes events of what its users do, with no further code: Fastify', async () => {
    const { monitoring, recorded } = create();
    const chat = await createChat(monitoring);
    const app = fastify();
    onTestFinished(() => app.close());
    await app.register(monitoring.fastify);
    app.get('/chat/:id', chat);
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    expect(await get(`${url}/chat/7`)).toBe(200);
    expect(await get(`${url}/metrics`)).toBe(200);
    await expect.poll(() => recorded).toHaveLength(3);
    expect(recorded).toEqual([TOOL, CHAT, { ...REQUEST, data: expect.objectContaining(REQUEST.data) }]);
  });

  it('makes events of what its users do, with no further code: Express', async () => {
    const { monitoring, recorded } = create();
    const chat = await createChat(monitoring);
    const app = express();
    app.use(monitoring.express());
    app.get('/chat/:id', async (_request, response) => {
      response.send(await chat());
    });
    const server = app.listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise(resolve => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    expect(await get(`http://127.0.0.1:${port}/chat/7`)).toBe(200);
    await expect.poll(() => recorded).toHaveLength(3);
    expect(recorded).toEqual([TOOL, CHAT, { ...REQUEST, data: expect.objectContaining(REQUEST.data) }]);
  });

  it('tells what the catalogue says, in every type', async () => {
    const { monitoring, recorded } = create({ systemSamples: { intervalMs: 1000, queueLength: () => 1 } });
    const { sessions, runInContext } = monitoring;
    sessions.start('s1', { userId: 'u1', config: { model: 'gpt-test' }, workspaceSize: 10 });
    const chat = await createChat(monitoring);
    await runInContext(USER, chat);
    monitoring.recordMessage({ userId: 'u1', userName: 'Ada', messageText: 'Hello', responseTimeMs: 12 });
    monitoring.recordError(new RangeError('too far'), { page: 7 });
    sessions.end('s1');
    const observe = monitoring.express();
    const { port } = await startServer((request, response) =>
      observe(request, response, () => response.end('fine')),
    );
    await send(port);
    await expect.poll(() => new Set(recorded.map(({ type }) => type)).size, { timeout: 5000 }).toBe(7);
    for (const { type, event, data } of recorded) {
      const known = eventTypes[type as EventType];
      expect(known.events).toContain(event);
      expect(known.data.strict().safeParse(data).error?.issues ?? []).toEqual([]);
    }
  });

  it('tells of events of its own', () => {
    const { monitoring, recorded } = create();
    const event = { type: 'deploy', event: 'done', data: { version: 7 }, timestamp: 1 };
    monitoring.runInContext(USER, () => monitoring.recordEvent(event));
    monitoring.recordEvent({ type: '' });
    monitoring.recordEvent(undefined as never);
    expect(recorded).toEqual([{ ...event, ...USER }]);
  });

  it('tells an error once, that fails a tool and is then caught', () => {
    const { monitoring, recorded } = create();
    const error = new Error('disk full');
    const write = (): string => {
      throw error;
    };
    expect(() => monitoring.observeTool('writeFile', write)).toThrow(error);
    monitoring.recordError(error);
    expect(recorded.map(({ type }) => type)).toEqual(['tool', 'error']);
  });

  it('leaves out who asks not to be tracked, unless it is told not to', async () => {
    for (const [respectDnt, expected] of [
      [true, 0],
      [false, 1],
    ] as const) {
      const { monitoring, recorded } = create({ respectDnt });
      await monitoring.runInContext({ ...USER, doNotTrack: true }, () =>
        monitoring.observeTool('ls', () => ''),
      );
      expect(recorded).toHaveLength(expected);
    }
  });

  it('works as before where nobody takes events', async () => {
    const { sink: _sink, recorded } = recordEvents();
    const monitoring = createMonitoring({ config: loadConfig({ env: {} }), log: () => {} });
    onTestFinished(() => monitoring.close());
    const chat = await createChat(monitoring);
    expect(await chat()).toBe('A function.');
    monitoring.recordError(new Error('no'));
    monitoring.recordEvent({ type: 'deploy' });
    monitoring.recordMessage({ responseTimeMs: 1 });
    expect(recorded).toEqual([]);
  });
});
