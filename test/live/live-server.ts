import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { parseConfig } from '../../src/config/index.ts';
import { issueToken, openKeyFile, openServer } from '../../src/server/index.ts';
import { startTestPostgresql, type TestPostgresql } from '../support/postgresql.ts';
import type { RequiredPrograms } from '../support/servers.ts';
import { waitUntil } from '../support/wait-until.ts';

export interface LiveServerOptions {
  readonly databaseUrl: string;
  /** Of another server, whose tokens this one takes too. @default a new one */
  readonly keyFile?: string;
  /** @default a free one */
  readonly port?: number;
  /** Further settings of the section `server`. */
  readonly server?: Readonly<Record<string, unknown>>;
  /** Settings of the section `live`. */
  readonly live?: Readonly<Record<string, unknown>>;
}

/** A whole server with its live feed; the caller closes it. */
async function openLiveServer({ databaseUrl, port = 0, server: settings, ...options }: LiveServerOptions) {
  const dataDir = await mkdtemp(join(tmpdir(), 'aiwatch-test-'));
  await chmod(dataDir, 0o711);
  const keyFile = options.keyFile ?? join(dataDir, 'keys', 'tokens.json');
  const notices: string[] = [];
  const server = await openServer(
    parseConfig({
      server: { dataDir, ...settings },
      live: options.live ?? {},
      store: { databaseUrl },
      auth: { keyFile },
      log: { dir: null },
    }),
    { onNotice: line => notices.push(line), onAlert: () => {} },
  );
  let isClosed = false;
  const close = async () => {
    if (isClosed) return;
    isClosed = true;
    await server.close();
    await rm(dataDir, { recursive: true, force: true });
  };
  const url = await server.app.listen({ host: '127.0.0.1', port });
  const [key] = await openKeyFile(keyFile);
  const tokenOf = async (role: 'admin' | 'user' | 'service', ttlMs = 3_600_000) =>
    (await issueToken(key, { role, ttlMs, userId: 'ada', application: 'bot' })).token;
  const admin = await tokenOf('admin');
  const authorization = { authorization: `Bearer ${admin}` };
  /** Delivers events as an application does, all in one batch. */
  const deliver = async (...events: readonly object[]) => {
    const response = await fetch(`${url}/api/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization },
      body: JSON.stringify({ events }),
    });
    if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
  };
  const metric = async (name: string) => {
    const text = await (await fetch(`${url}/metrics?name[]=${name.split('{')[0]}`)).text();
    const line = text.split('\n').find(each => each.startsWith(name));
    return line === undefined ? undefined : Number(line.split(' ').at(-1));
  };
  return {
    url,
    port: Number(new URL(url).port),
    keyFile,
    notices,
    admin,
    authorization,
    tokenOf,
    close,
    deliver,
    metric,
    /** Delivers events, and waits until they are stored: batches that are under way at once may overtake each other. */
    post: async (...events: readonly object[]) => {
      const stored = async () => (await metric('aiwatch_events_stored_total')) ?? 0;
      const before = await stored();
      await deliver(...events);
      await waitUntil(async () => expect(await stored()).toBeGreaterThanOrEqual(before + events.length));
    },
  };
}

export type LiveServer = Awaited<ReturnType<typeof openLiveServer>>;

/** The same, closed when the test is over. */
export async function startLiveServer(options: LiveServerOptions): Promise<LiveServer> {
  const server = await openLiveServer(options);
  onTestFinished(server.close);
  return server;
}

/** Inside of a `describe`: one server on a PostgreSQL of its own for all its tests. */
export function useLiveServer(programs: RequiredPrograms, options: Partial<LiveServerOptions> = {}) {
  let postgresql: TestPostgresql;
  let shared: LiveServer;
  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs);
    shared = await openLiveServer({ databaseUrl: await postgresql.createDatabase(), ...options });
  }, 120_000);
  afterAll(async () => {
    await shared.close();
    await postgresql.close();
  });
  return () => shared;
}

/** An unchanged client of socket.io, disconnected when the test is over. */
export function connectClient(url: string, auth: Record<string, unknown>, options: object = {}): Socket {
  const socket = io(url, {
    auth,
    forceNew: true,
    reconnectionDelay: 50,
    reconnectionDelayMax: 200,
    ...options,
  });
  onTestFinished(() => {
    socket.disconnect();
  });
  return socket;
}

/** Resolves with the arguments of the next event of a socket. */
export function next(socket: Socket, event: string): Promise<unknown[]> {
  return new Promise(resolve => socket.once(event, (...args) => resolve(args)));
}

/** Subscribes, and resolves when the server has taken it. */
export async function subscribe(socket: Socket, subscription?: object): Promise<{ readonly ok: boolean }> {
  return subscription === undefined
    ? socket.emitWithAck('monitoring:subscribe')
    : socket.emitWithAck('monitoring:subscribe', subscription);
}
