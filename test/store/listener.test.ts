import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../../src/store/connection.ts';
import { startListener } from '../../src/store/listener.ts';
import { startTestPostgresql, type TestPostgresql } from '../support/postgresql.ts';
import { requirePrograms } from '../support/servers.ts';
import { openTcpGate } from '../support/tcp-gate.ts';

const programs = await requirePrograms('postgres', 'initdb');

describe.skipIf(programs.skip)('a listener whose server does not answer', () => {
  let postgresql: TestPostgresql;
  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs);
  });
  afterAll(() => postgresql.close());

  async function start() {
    const url = new URL(postgresql.url);
    const gate = await openTcpGate(Number(url.port));
    url.port = String(gate.port);
    const clients: ReturnType<typeof createClient>[] = [];
    const listen = (onWake: () => void) =>
      startListener({
        createClient: () => {
          const client = createClient({ connection: { connectionString: url.href } });
          clients.push(client);
          return client;
        },
        channels: ['some_channel'],
        onWake,
      });
    return { gate, listen, areGone: () => clients.every(({ connection }) => connection.stream.destroyed) };
  }

  test('is closed while it listens', async () => {
    const { gate, listen, areGone } = await start();
    let isListening = () => {};
    const listening = new Promise<void>(resolve => {
      isListening = resolve;
    });
    const listener = listen(() => isListening());
    await listening;
    gate.hang();
    await listener.close();
    expect(areGone()).toBe(true);
  });

  test('is closed while it connects', async () => {
    const { gate, listen, areGone } = await start();
    gate.hang();
    const listener = listen(() => {});
    await listener.close();
    expect(areGone()).toBe(true);
  });
});
