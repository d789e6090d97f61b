import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { AiwatchError } from '../../src/errors.ts';
import { type BotClientOptions, createBotClient } from '../../src/hooks/index.ts';
import { startTestPostgresql, type TestPostgresql } from '../support/postgresql.ts';
import { requirePrograms } from '../support/servers.ts';
import { waitUntil } from '../support/wait-until.ts';
import { connectClient, next, startLiveServer, subscribe } from './live-server.ts';

const programs = await requirePrograms('postgres', 'initdb');
const SECRET = 'shared by both sides';

/** Both happened in the same millisecond. */
const byType = (a: Record<string, unknown>, b: Record<string, unknown>) =>
  String(a['type']).localeCompare(String(b['type']));

describe.skipIf(programs.skip)('a bot that reports by socket.io', { timeout: 120_000 }, () => {
  let postgresql: TestPostgresql;
  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs);
  }, 120_000);
  afterAll(() => postgresql.close());

  const start = async (
    databaseUrl: string,
    options: { port?: number; keyFile?: string; server?: Record<string, unknown> } = {},
  ) => startLiveServer({ databaseUrl, server: { internalSecret: SECRET }, ...options });
  const connectBot = (url: string, options: Partial<BotClientOptions> = {}) => {
    const problems: string[] = [];
    const bot = createBotClient({
      url,
      secret: SECRET,
      onProblem: error => problems.push(String(error)),
      ...options,
    });
    onTestFinished(() => bot.close(0));
    return { bot, problems };
  };

  test('is seen by administrators: its messages and errors as events, its metrics and health as frames', async () => {
    const databaseUrl = await postgresql.createDatabase();
    const server = await start(databaseUrl);
    const other = await start(databaseUrl, { keyFile: server.keyFile });
    const sockets = [server, other].map(({ url }) => connectClient(url, { token: server.admin }));
    const seen = sockets.map(socket => {
      const events: [string, Record<string, unknown>][] = [];
      socket.onAny((name, data) => events.push([name, data]));
      return events;
    });
    for (const socket of sockets)
      await subscribe(socket, { channels: ['events', 'messages', 'errors', 'health', 'metrics'] });
    const { bot } = connectBot(server.url, { metrics: () => ({ messages: 7 }) });
    bot.messageProcessed({
      id: 'm1',
      userId: 'ada',
      userName: 'Ada',
      messageText: 'hello',
      responseTime: 120,
    });
    bot.errorOccurred({ id: 'e1', errorType: 'Timeout', message: 'too late' });
    bot.healthChanged({ name: 'database', status: 'degraded' });
    for (const events of seen) {
      const named = (name: string) => events.filter(([each]) => each === name).map(([, data]) => data);
      await waitUntil(() => {
        expect(named('monitoring:event').toSorted(byType)).toMatchObject([
          { id: 'e1', type: 'error', event: 'error', data: { errorType: 'Timeout', message: 'too late' } },
          {
            id: 'm1',
            type: 'message',
            event: 'processed',
            userId: 'ada',
            data: { messageText: 'hello', responseTime: 120 },
            source: { application: 'bot' },
          },
        ]);
        expect(named('message:new')).toMatchObject([{ data: { user_id: 'ada', message_text: 'hello' } }]);
        expect(named('error:occurred')).toMatchObject([{ data: { message: 'too late' } }]);
        // The server tells of its own parts too.
        expect(named('health:changed').map(({ data }) => data)).toContainEqual({
          name: 'database',
          status: 'degraded',
          service: 'bot',
        });
        expect(named('metrics:update')).toContainEqual(
          expect.objectContaining({ data: { messages: 7, service: 'bot' } }),
        );
      });
    }
    const late = connectClient(server.url, { token: server.admin });
    const statuses: unknown[] = [];
    late.on('health:changed', ({ data }) => data.service === 'bot' && statuses.push(data.status));
    await subscribe(late, { channels: ['health'] });
    await waitUntil(() => expect(statuses).toEqual(['degraded']));
  });

  test('has told everything when it is closed, also while it tells its health and its metrics', async () => {
    const server = await start(await postgresql.createDatabase());
    const admin = connectClient(server.url, { token: server.admin });
    const ids: unknown[] = [];
    admin.on('monitoring:event', ({ id }) => ids.push(id));
    await subscribe(admin);
    const { bot, problems } = connectBot(server.url, { metrics: async () => ({ messages: 7 }) });
    bot.messageProcessed({ id: 'told', userId: 'ada', messageText: 'hello' });
    bot.healthChanged({ name: 'database', status: 'healthy' });
    await bot.close();
    expect(problems).toEqual([]);
    await waitUntil(() => expect(ids).toEqual(['told']));
  });

  test('tells its metrics at once, also where nothing but long polling comes through', async () => {
    const http = createServer();
    const io = new Server(http, { transports: ['polling'] });
    onTestFinished(() => io.close());
    const told: unknown[] = [];
    io.on('connection', socket => socket.on('metrics:update', metrics => told.push(metrics)));
    await once(http.listen(0, '127.0.0.1'), 'listening');
    const { port } = http.address() as AddressInfo;
    const { bot } = connectBot(`http://127.0.0.1:${port}`, { metrics: () => ({ messages: 7 }) });
    bot.healthChanged({ name: 'database', status: 'healthy' });
    await waitUntil(() => expect(told).toEqual([{ messages: 7 }]));
  });

  test('loses nothing while the server is away, and sends nothing that is stored twice', async () => {
    const databaseUrl = await postgresql.createDatabase();
    const server = await start(databaseUrl);
    const { bot } = connectBot(server.url);
    const ids = Array.from({ length: 60 }, (_, i) => `message_${String(i).padStart(2, '0')}`);
    const report = (from: number, to: number) => {
      for (const id of ids.slice(from, to)) bot.messageProcessed({ id, userId: 'ada', messageText: id });
    };
    report(0, 20);
    await waitUntil(() => expect(bot.waiting).toBe(0));
    report(20, 40);
    await server.close();
    report(40, 60);
    expect(bot.waiting).toBeGreaterThanOrEqual(20);
    const again = await start(databaseUrl, { port: server.port, keyFile: server.keyFile });
    await waitUntil(() => expect(bot.waiting).toBe(0));
    await waitUntil(async () => {
      const response = await fetch(`${again.url}/api/v1/monitoring/events?limit=1000`, {
        headers: again.authorization,
      });
      const { events } = (await response.json()) as { events: { id: string }[] };
      expect(events.map(({ id }) => id).toSorted()).toEqual(ids);
    });
    expect(bot.dropped).toBe(0);
  });

  test('is refused with the wrong secret, and where the server has none; the bot goes on', async () => {
    const databaseUrl = await postgresql.createDatabase();
    const server = await start(databaseUrl);
    const without = await start(databaseUrl, { keyFile: server.keyFile, server: {} });
    for (const { url, secret } of [
      { url: server.url, secret: 'another' },
      { url: without.url, secret: SECRET },
    ]) {
      const { bot, problems } = connectBot(url, { secret });
      bot.messageProcessed({ userId: 'ada' });
      await waitUntil(() => expect(problems.join()).toContain('LIVE_SECRET_WRONG'));
      expect([bot.isConnected, bot.waiting]).toEqual([false, 1]);
    }
    const guesser = connectClient(server.url, { service: 'bot', secret: { toString: () => SECRET } });
    const [error] = (await next(guesser, 'connect_error')) as [{ data: { code: string } }];
    expect(error.data.code).toBe('LIVE_SECRET_WRONG');
  });

  test('gives up what the server will never take, and tells of it', async () => {
    const server = await start(await postgresql.createDatabase());
    const { bot, problems } = connectBot(server.url);
    bot.messageProcessed({ userId: 'ada', responseTime: -1 });
    bot.messageProcessed({ userId: 'ada', responseTime: 1 });
    await waitUntil(() => expect(bot.waiting).toBe(0));
    expect(problems).toEqual([expect.stringContaining('EVENT_INVALID')]);
  });

  test('leaves out what cannot be sent, tells of it, and sends the rest', async () => {
    const server = await start(await postgresql.createDatabase());
    const { bot, problems } = connectBot(server.url);
    const circular: Record<string, unknown> = {};
    circular['itself'] = circular;
    const unsendable = [{ circular }, { count: 1n }, { text: 'ä'.repeat(300_000) }];
    const reportAll = () => {
      for (const fields of unsendable) {
        bot.errorOccurred({ message: 'x', context: fields });
        bot.healthChanged({ name: 'database', status: 'degraded', details: fields });
      }
    };
    reportAll();
    await waitUntil(() => expect(bot.isConnected).toBe(true));
    reportAll();
    bot.messageProcessed({ id: 'm1', userId: 'ada' });
    await waitUntil(() => expect(bot.waiting).toBe(0));
    expect([bot.dropped, problems.length]).toEqual([6, 12]);
    expect(problems.join()).toContain('at most 400000 can be sent');
    await waitUntil(async () => expect(await server.metric('aiwatch_events_stored_total')).toBe(1));
  });

  test('with a frame that is nested too deeply is reported, and goes on', async () => {
    const server = await start(await postgresql.createDatabase());
    const socket = connectClient(server.url, { service: 'bot', secret: SECRET });
    await next(socket, 'connect');
    const depth = 100_000;
    const deep = `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    // The client itself could not write it.
    const engine = socket.io.engine as unknown as { write(packet: string): void };
    for (const name of ['metrics:update', 'health:changed']) engine.write(`2["${name}",${deep}]`);
    const answer = await socket.emitWithAck('message:processed', { userId: 'ada', messageText: 'x' });
    expect(answer).toEqual({ ok: true, id: expect.any(String) });
  });

  test('may not subscribe to what administrators see', async () => {
    const server = await start(await postgresql.createDatabase());
    const socket = connectClient(server.url, { service: 'bot', secret: SECRET });
    const seen: unknown[] = [];
    socket.onAny(name => seen.push(name));
    await next(socket, 'connect');
    socket.emit('monitoring:subscribe');
    const answer = await socket.emitWithAck('message:processed', { userId: 'ada', messageText: 'x' });
    expect(answer).toEqual({ ok: true, id: expect.any(String) });
    await waitUntil(async () => expect(await server.metric('aiwatch_events_stored_total')).toBe(1));
    expect(seen).toEqual([]);
  });
});

describe('a bot without a server', () => {
  test('keeps no more than it may, leaves the oldest out, and never disturbs the application', async () => {
    const problems: unknown[] = [];
    const onProblem = (error: unknown) => {
      problems.push(error);
      throw new Error('of the application');
    };
    const bot = createBotClient({ url: 'http://127.0.0.1:9', secret: 'x', maxWaiting: 5, onProblem });
    for (let i = 0; i < 12; i++) bot.messageProcessed({ userId: 'ada' });
    bot.errorOccurred(undefined as never);
    expect([bot.waiting, bot.dropped]).toEqual([5, 8]);
    await waitUntil(() => expect(problems.length).toBeGreaterThan(1));
    await bot.close(50);
  });

  test('is told at once of options that are wrong', () => {
    expect(() => createBotClient({ url: 'not a url', secret: 'x' })).toThrow(AiwatchError);
    expect(() => createBotClient({ url: 'http://localhost', secret: '' })).toThrow(/secret/);
  });
});
