import { once } from 'node:events';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { startTestPostgresql, type TestPostgresql } from '../support/postgresql.ts';
import { requirePrograms } from '../support/servers.ts';
import { waitUntil } from '../support/wait-until.ts';
import { connectClient, type LiveServer, startLiveServer, subscribe } from './live-server.ts';

const programs = await requirePrograms('postgres', 'initdb');

interface HealthFrame {
  readonly type: string;
  readonly data: { readonly name: string; readonly status: string; readonly from: string };
  readonly timestamp: string;
}

describe.skipIf(programs.skip)('the health of the server in the live feed', { timeout: 60_000 }, () => {
  let postgresql: TestPostgresql;
  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs);
  }, 120_000);
  afterAll(() => postgresql.close());

  test('tells of a part that turns bad, and of its recovery, and of nothing at the start', async () => {
    const databaseUrl = await postgresql.createDatabase();
    const server = await startLiveServer({ databaseUrl });
    const [bySocketIo, byWebSocket] = [await followSocketIo(server), await followWebSocket(server)];
    await isHealthy(server, 'schema');
    const database = new pg.Client(databaseUrl);
    await database.connect();
    onTestFinished(() => database.end());

    await database.query('ALTER TABLE aiwatch_schema RENAME TO elsewhere');
    await waitUntil(() => expect(ofSchema(byWebSocket)).toHaveLength(1));
    await database.query('ALTER TABLE elsewhere RENAME TO aiwatch_schema');
    await waitUntil(() => expect(ofSchema(byWebSocket)).toHaveLength(2));

    expect(ofSchema(byWebSocket)).toEqual([
      {
        type: 'health:changed',
        data: expect.objectContaining({
          name: 'schema',
          from: 'healthy',
          status: 'unhealthy',
          error: 'the tables of aiwatch are missing',
          responseTime: expect.any(Number),
        }),
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      },
      expect.objectContaining({
        data: expect.objectContaining({ name: 'schema', from: 'unhealthy', status: 'healthy' }),
      }),
    ]);
    await waitUntil(() => expect(ofSchema(bySocketIo)).toEqual(ofSchema(byWebSocket)));
  });
});

const ofSchema = (frames: readonly HealthFrame[]) => frames.filter(({ data }) => data.name === 'schema');

/** Waits for the first result of a check. */
async function isHealthy({ metric }: LiveServer, check: string): Promise<void> {
  const series = `health_check_status{check="${check}",status="healthy"}`;
  await waitUntil(async () => expect(await metric(series)).toBe(1));
}

async function followSocketIo({ url, admin }: LiveServer): Promise<readonly HealthFrame[]> {
  const frames: HealthFrame[] = [];
  const socket = connectClient(url, { token: admin });
  socket.on('health:changed', frame => frames.push(frame));
  await subscribe(socket, { channels: ['health'] });
  return frames;
}

async function followWebSocket({ url, authorization }: LiveServer): Promise<readonly HealthFrame[]> {
  const frames: HealthFrame[] = [];
  const address = `${url.replace('http', 'ws')}/api/monitoring/stream`;
  const socket = new WebSocket(address, { headers: authorization });
  onTestFinished(() => socket.terminate());
  socket.on('message', data => {
    const frame = JSON.parse(String(data)) as HealthFrame;
    if (frame.type !== 'monitoring:position') frames.push(frame);
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'subscribe', channels: ['health'] }));
  return frames;
}
