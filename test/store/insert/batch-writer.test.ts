import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAcceptance } from '../../../src/events/index.ts';
import { createUuidV7 } from '../../../src/ids.ts';
import { openStore, type Store } from '../../../src/store/index.ts';
import { buildEvent, buildRecord } from '../../support/records.ts';
import { requirePrograms } from '../../support/servers.ts';
import { TEST_DATABASES, type TestDatabases } from '../../support/test-databases.ts';

const programs = await requirePrograms('postgres', 'initdb');

describe.skipIf(programs.skip).each(TEST_DATABASES)(
  'writing records into the store, on $name,',
  ({ start }) => {
    let postgresql: TestDatabases;
    let store: Store;
    let pool: Pool;

    beforeAll(async () => {
      postgresql = await start(programs);
    });
    afterAll(() => postgresql.close());

    beforeEach(async () => {
      const connectionString = await postgresql.createDatabase();
      store = openStore({ connection: { connectionString } });
      pool = store.pool;
      await store.migrate();
      return () => store.close();
    });

    const select = async (sql: string, values: unknown[] = []) => (await pool.query(sql, values)).rows;
    const countOf = async (table: string) =>
      (await select(`SELECT count(*) AS count FROM ${table}`))[0].count as number;

    test('keeps every field of an event', async () => {
      const event = buildEvent({
        id: 'event_123456',
        data: { userMessage: 'hello "you" \\ 😀', tokensUsed: 156, deep: { list: [1, null, true] } },
        timestamp: '2026-11-20T12:00:00.123Z',
      });
      expect(await store.write([buildRecord(event)])).toEqual({ stored: 1, skipped: 0, refused: 0 });
      const rows = await select('SELECT * FROM monitoring_events');
      expect(rows).toEqual([
        expect.objectContaining({
          event_id: 'event_123456',
          session_id: 'session_1',
          user_id: 'user_1',
          event_type: 'chat',
          event_name: 'message',
          event_data: event.data,
          timestamp: new Date('2026-11-20T12:00:00.123Z'),
          source: event.source,
          batch_position: 0,
        }),
      ]);
    });

    test('keeps names and texts whatever they are made of', async () => {
      const name = `{a,"b"},\\ ',"event":"x","source":{},"timestamp":0 NULL 😀\n`;
      const parts = { id: `id ${name}`, sessionId: name, userId: name, type: name, event: name };
      const data = { text: name, event: { source: name, timestamp: [name] }, [name]: null };
      const source = { application: name, environment: 'NULL', instance: '', requestId: name, traceId: '' };
      const events = [buildEvent({ ...parts, data, source }), buildEvent({ sessionId: null, userId: null })];
      expect(await store.write(events.map(buildRecord))).toEqual({ stored: 2, skipped: 0, refused: 0 });
      const rows = await select('SELECT * FROM monitoring_events ORDER BY session_id');
      expect(rows).toMatchObject([
        {
          event_id: parts.id,
          session_id: name,
          user_id: name,
          event_type: name,
          event_name: name,
          event_data: data,
          source,
        },
        { session_id: null, user_id: null },
      ]);
      expect(await select('SELECT user_id, application FROM user_days')).toEqual([
        { user_id: name, application: name },
      ]);
    });

    test.each(['id', 'sessionId', 'userId', 'type', 'event'])(
      'puts aside the event whose %s has half of a surrogate pair, and stores the others',
      async field => {
        const records = [{}, { [field]: 'half \ud800' }, {}].map(parts => buildRecord(buildEvent(parts)));
        expect(await store.write(records)).toEqual({ stored: 2, skipped: 0, refused: 1 });
        expect(await select('SELECT record FROM dead_letters')).toEqual([{ record: records[1] }]);
      },
    );

    test('puts aside the event whose JSON is not canonical', async () => {
      const { data, ...rest } = buildEvent();
      const record = Buffer.from(createUuidV7(Date.now()) + JSON.stringify({ ...rest, data }));
      expect(await store.write([record, buildRecord(buildEvent())])).toMatchObject({ stored: 1, refused: 1 });
    });

    test('stores the same record once, however often it is written', async () => {
      const records = [buildRecord(buildEvent()), buildRecord(buildEvent())];
      await store.write(records);
      expect(await store.write(records)).toEqual({ stored: 0, skipped: 2, refused: 0 });
      expect(await countOf('monitoring_events')).toBe(2);
      expect(await countOf('audit_leaves')).toBe(1);
      expect(await select("SELECT events FROM event_rollups WHERE dimension = 'type'")).toEqual([
        { events: 2 },
      ]);
    });

    test('stores a sample of a host once, however often it is posted', async () => {
      const acceptance = createAcceptance({
        privacy: {
          captureLevel: 'full',
          personalData: 'keep',
          hashKey: '',
          fileContents: false,
          anonymizeUsers: false,
        },
        sampling: { rates: {}, defaultRate: 1 },
        retentionDays: 30,
      });
      const sample = {
        type: 'system',
        id: 'sample_1',
        data: { cpuUsage: 1, memoryUsage: 2 },
        timestamp: Date.now(),
      };
      const post = () => {
        const verdict = acceptance.accept(sample, buildEvent().source);
        return store.write('accepted' in verdict ? [verdict.accepted.record] : []);
      };
      expect(await post()).toEqual({ stored: 1, skipped: 0, refused: 0 });
      expect(await post()).toEqual({ stored: 0, skipped: 1, refused: 0 });
      expect(await countOf('system_metrics')).toBe(1);
    });

    test('counts only what is new of a batch of which a part is there already', async () => {
      const [first, second, third] = [buildEvent(), buildEvent(), buildEvent()];
      await store.write([buildRecord(second)]);
      const result = await store.write([first, second, third].map(buildRecord));
      expect(result).toEqual({ stored: 2, skipped: 1, refused: 0 });
      expect(
        await select("SELECT sum(events)::int AS events FROM event_rollups WHERE dimension = 'type'"),
      ).toEqual([{ events: 3 }]);
      expect(
        await select('SELECT batch_position FROM monitoring_events ORDER BY batch_id, batch_position'),
      ).toEqual([0, 0, 1].map(batch_position => ({ batch_position })));
    });

    test('takes the same id of two applications for two events', async () => {
      const event = buildEvent({ id: 'event_1' });
      const other = { ...event, source: { ...event.source, application: 'bot' } };
      expect(await store.write([event, other].map(buildRecord))).toMatchObject({ stored: 2 });
    });

    test('puts aside the one event that PostgreSQL refuses, and stores the others', async () => {
      const good = Array.from({ length: 20 }, () => buildEvent());
      const bad = buildEvent({ data: { userMessage: 'a\0b' } });
      const result = await store.write([...good.slice(0, 7), bad, ...good.slice(7)].map(buildRecord));
      expect(result).toEqual({ stored: 20, skipped: 0, refused: 1 });
      expect(await select('SELECT user_id, event_type, reason FROM dead_letters')).toEqual([
        { user_id: 'user_1', event_type: 'chat', reason: '22P05' },
      ]);
    });

    test('puts aside what is no event at all', async () => {
      const event = buildEvent();
      const records = [
        Buffer.from('nonsense'),
        Buffer.from(`${'x'.repeat(36)}${JSON.stringify(buildEvent())}`),
        buildRecord({ ...event, timestamp: '2026-11-20T00:00:00.000Z' })
          .toString()
          .replace(/2026-11-20/, "2026'); --"),
      ].map(record => Buffer.from(record));
      expect(await store.write(records)).toEqual({ stored: 0, skipped: 0, refused: 3 });
    });

    test.each(['1', '2026-02-30T00:00:00Z', '+010000-01-01T00:00:00.000Z'])(
      'puts aside the event whose time is no time of PostgreSQL, and stores the others: %s',
      async timestamp => {
        const { rowId, json } = takeApart(buildRecord(buildEvent()));
        const bad = Buffer.from(rowId + json.replace(/"timestamp":"[^"]*"/, `"timestamp":"${timestamp}"`));
        expect(await store.write([bad, buildRecord(buildEvent())])).toEqual({
          stored: 1,
          skipped: 0,
          refused: 1,
        });
        expect(await select('SELECT user_id, record FROM dead_letters')).toEqual([
          { user_id: 'user_1', record: bad },
        ]);
      },
    );

    test('puts aside the event of a user whose id no index takes, and stores the others', async () => {
      const userId = randomBytes(4000).toString('hex');
      const records = [{ userId }, {}].map(parts => buildRecord(buildEvent(parts)));
      expect(await store.write(records)).toEqual({ stored: 1, skipped: 0, refused: 1 });
      expect(await select('SELECT user_id, record FROM dead_letters')).toEqual([
        { user_id: null, record: records[0] },
      ]);
    });

    test('makes the schema anew in a database that was replaced', async () => {
      await store.write([buildRecord(buildEvent())]);
      await pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
      expect(await store.write([buildRecord(buildEvent())])).toMatchObject({ stored: 1 });
    });

    test('stores batches of two servers at once without deadlock, each event once', async () => {
      const other = openStore({
        connection: { connectionString: (pool.options as { connectionString: string }).connectionString },
      });
      const events = Array.from({ length: 600 }, (_, i) =>
        buildEvent({ id: `shared_${i}`, userId: `user_${i % 50}` }),
      );
      const shuffled = events.toReversed();
      const writeAll = async (one: Store, list: typeof events) => {
        for (let i = 0; i < list.length; i += 100) await one.write(list.slice(i, i + 100).map(buildRecord));
      };
      await Promise.all([writeAll(store, events), writeAll(other, shuffled)]);
      await other.close();
      expect(await countOf('monitoring_events')).toBe(600);
      expect(
        await select("SELECT sum(events)::int AS events FROM event_rollups WHERE dimension = 'type'"),
      ).toEqual([{ events: 600 }]);
      expect(await select('SELECT sum(events)::int AS events FROM user_days')).toEqual([{ events: 600 }]);
      expect(
        await select('SELECT count(*)::int AS leaves, max(leaf_index)::int + 1 AS next FROM audit_leaves'),
      ).toEqual([expect.objectContaining({ leaves: expect.any(Number) })]);
    });

    test('keeps requests, samples and sessions in tables of their own', async () => {
      await store.write(
        [
          buildEvent({
            type: 'request',
            event: 'completed',
            data: {
              method: 'GET',
              path: '/users/:id',
              statusCode: 404,
              processTime: 0.25,
              clientIp: '10.0.0.1',
            },
          }),
          buildEvent({
            type: 'system',
            event: 'sample',
            userId: null,
            sessionId: null,
            data: { cpuUsage: 12.5, memoryUsage: 40, queueLength: 3, activeRequests: 1 },
          }),
          buildEvent({ type: 'session', event: 'created', timestamp: '2026-11-20T12:00:00.000Z' }),
          buildEvent({ type: 'session', event: 'ended', timestamp: '2026-11-20T12:30:00.000Z' }),
        ].map(buildRecord),
      );
      expect(
        await select('SELECT path, method, status_code, process_time, user_id, client_ip FROM request_logs'),
      ).toEqual([
        {
          path: '/users/:id',
          method: 'GET',
          status_code: 404,
          process_time: 0.25,
          user_id: 'user_1',
          client_ip: '10.0.0.1',
        },
      ]);
      expect(
        await select('SELECT cpu_usage, memory_usage, queue_length, active_requests FROM system_metrics'),
      ).toEqual([{ cpu_usage: 12.5, memory_usage: 40, queue_length: 3, active_requests: 1 }]);
      expect(await select('SELECT ended_at - created_at AS duration FROM event_sessions')).toEqual([
        { duration: expect.objectContaining({ minutes: 30 }) },
      ]);
      expect(await select("SELECT event_type FROM monitoring_events WHERE event_type = 'system'")).toEqual(
        [],
      );
    });

    test('counts messages and distinct users of each hour', async () => {
      const at = '2026-11-20T12:34:56.000Z';
      await store.write(['a', 'b', 'a'].map(userId => buildRecord(buildEvent({ userId, timestamp: at }))));
      await store.write(['b', 'c'].map(userId => buildRecord(buildEvent({ userId, timestamp: at }))));
      expect(await select('SELECT * FROM hourly_messages')).toEqual([
        { hour: new Date('2026-11-20T12:00:00.000Z'), message_count: 5, unique_users: 3 },
      ]);
    });
  },
);

function takeApart(record: Buffer) {
  return { rowId: record.toString('utf8', 0, 36), json: record.toString('utf8', 36) };
}
