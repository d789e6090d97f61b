import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { openStore, recordAction, runRetention } from '../../../src/store/index.ts';
import { openTestSigner, verifyStore } from '../../support/audited-store.ts';
import { buildEvent, buildRecord } from '../../support/records.ts';
import { requirePrograms } from '../../support/servers.ts';
import { useStore } from '../../support/store-suite.ts';
import { TEST_DATABASES } from '../../support/test-databases.ts';

const programs = await requirePrograms('postgres', 'initdb');
const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-11-21T12:00:00Z');
const daysAgo = (days: number) => new Date(NOW - days * DAY_MS).toISOString();

describe.skipIf(programs.skip).each(TEST_DATABASES)('retention, on $name,', ({ start }) => {
  const { get, rows, count } = useStore(programs, start);
  const run = (
    options: {
      retentionDays?: number;
      rollupRetentionDays?: number;
      atMs?: number;
      signal?: AbortSignal;
    } = {},
  ) =>
    runRetention(get(), {
      retentionDays: options.retentionDays ?? 30,
      rollupRetentionDays: options.rollupRetentionDays ?? 400,
      clock: () => options.atMs ?? NOW,
      signal: options.signal,
    });
  const write = (...events: Parameters<typeof buildEvent>[0][]) =>
    get().write(events.map(event => buildRecord(buildEvent(event))));

  test.each([
    ['event_rollups', 'bucket < $1'],
    ['user_sketches', 'hour < $1'],
    ['event_sessions', "coalesce(greatest(created_at, ended_at), '-infinity') < $1"],
  ])('can find old rows of %s by an index', async (table, condition) => {
    const { pool } = get();
    const client = await pool.connect();
    await client.query('SET enable_seqscan = off');
    const sql = `EXPLAIN SELECT ctid FROM ${table} WHERE ${condition.replace('$1', "'2026-11-01Z'::timestamptz")}`;
    const { rows: plan } = await client.query(sql);
    client.release(true);
    expect(JSON.stringify(plan)).toMatch(/Index Cond: .*2026-11-01/);
  });

  test('drops the days that are older, and keeps those that are not', async () => {
    await write(
      { timestamp: daysAgo(31) },
      { timestamp: daysAgo(30) },
      { timestamp: daysAgo(0), type: 'request', data: { path: '/', method: 'GET' } },
      { timestamp: daysAgo(40), type: 'request', data: { path: '/', method: 'GET' } },
    );
    const result = await run();
    expect(result?.partitions).toBe(6);
    expect(await rows('SELECT "timestamp" FROM monitoring_events ORDER BY 1')).toEqual([
      { timestamp: new Date(daysAgo(30)) },
      { timestamp: new Date(daysAgo(0)) },
    ]);
    expect(await count('request_logs')).toBe(1);
    expect(await count('user_days')).toBe(2);
    expect(await count('audit_commitments')).toBe(2);
    expect(await count("event_rollups WHERE dimension = 'type'")).toBe(4);
  });

  test('says in the audit trail which days of which table it dropped', async () => {
    await write({ timestamp: daysAgo(31) });
    await run();
    const leaves = await rows("SELECT body FROM audit_leaves WHERE kind = 'action' ORDER BY leaf_index");
    const actions = leaves.map(({ body }) => JSON.parse(body as string));
    expect(actions).toMatchObject(
      ['monitoring_events', 'request_logs', 'system_metrics'].map(table => ({
        action: 'retention.drop',
        table,
        day: '2026-10-21',
        retentionDays: 30,
      })),
    );
  });

  test('what it dropped is expired for the verifier', async () => {
    const signer = await openTestSigner(get());
    await write({ timestamp: daysAgo(31) }, { timestamp: daysAgo(1) });
    expect(await verifyStore(get(), signer)).toMatchObject({ verdict: 'valid', records: 2, problems: [] });
    await run();
    expect(await verifyStore(get(), signer)).toMatchObject({
      verdict: 'expired',
      records: 1,
      expiredRecords: 1,
      problems: [],
    });
  });

  test('deletes old rows that have no partition', async () => {
    const insert = `INSERT INTO monitoring_events (event_type, event_name, "timestamp") VALUES ('chat', 'message', $1)`;
    await rows(insert, [daysAgo(50)]);
    await rows(insert, [daysAgo(2)]);
    await run();
    expect(await count('monitoring_events')).toBe(1);
  });

  test('deletes old sessions, dead letters, leftovers of the inbox and marks of erasures', async () => {
    for (const days of [31, 1]) {
      await rows(`INSERT INTO dead_letters VALUES (gen_random_uuid(), 'ada', 'chat', '22', '', '', $1)`, [
        daysAgo(days),
      ]);
      await rows(`INSERT INTO event_inbox (record, created_at) VALUES ('', $1)`, [daysAgo(days)]);
      await rows(`INSERT INTO erasures VALUES (sha256($1::text::bytea), $2)`, [String(days), daysAgo(days)]);
      await rows('INSERT INTO event_sessions VALUES ($1, $1, null, $2, null)', [String(days), daysAgo(days)]);
    }
    expect((await run())?.rows).toBe(4);
    for (const table of ['dead_letters', 'event_inbox', 'erasures', 'event_sessions']) {
      expect(await count(table)).toBe(1);
    }
  });

  test('keeps counts and the details of actions for longer, but not for ever', async () => {
    const signer = await openTestSigner(get());
    await write({ timestamp: daysAgo(500) }, { timestamp: daysAgo(300) });
    await recordAction(get().pool, { action: 'token.issue', actor: 'root', targetUser: 'ada' });
    await run();
    expect(await count("event_rollups WHERE dimension = 'type'")).toBe(1);
    expect(await count("audit_actions WHERE actor = 'root'")).toBe(1);
    await run({ atMs: Date.now() + 500 * DAY_MS });
    expect(await count('event_rollups')).toBe(0);
    expect(await count("audit_actions WHERE actor = 'root'")).toBe(0);
    const summary = await verifyStore(get(), signer);
    expect(summary).toMatchObject({ verdict: 'expired', expiredRecords: 2, problems: [] });
    expect(summary.expiredActions).toBeGreaterThan(0);
  });

  test('makes the partitions of the next days', async () => {
    await run();
    const found = await rows("SELECT to_regclass('monitoring_events_20261124')::text AS name");
    expect(found).toEqual([{ name: 'monitoring_events_20261124' }]);
  });

  test('is done by one of two servers at a time', async () => {
    const results = await Promise.all([run(), run()]);
    expect(results.filter(result => result !== undefined).length).toBeGreaterThanOrEqual(1);
    await expect(run()).resolves.toEqual({ partitions: 0, rows: 0 });
  });

  test('holds nobody up while somebody reads for long, and comes to its end afterwards', async () => {
    await run();
    await write({ timestamp: daysAgo(31) });
    const reader = await get().pool.connect();
    await reader.query('BEGIN; SELECT count(*) FROM monitoring_events');
    const running = run();
    const writing = await Promise.all([write({ timestamp: daysAgo(0) }), write({ timestamp: daysAgo(0) })]);
    expect(writing.map(({ stored }) => stored)).toEqual([1, 1]);
    await reader.query('COMMIT');
    reader.release();
    expect((await running)?.partitions).toBe(3);
  });

  test('ends soon when it is told to, and the next run does the rest', async () => {
    await run();
    await write({ timestamp: daysAgo(31) });
    const reader = await get().pool.connect();
    await reader.query('BEGIN; SELECT count(*) FROM monitoring_events');
    const stop = new AbortController();
    const running = run({ signal: stop.signal });
    await sleep(500);
    stop.abort();
    expect(await running).toEqual({ partitions: 0, rows: 0 });
    await reader.query('COMMIT');
    reader.release();
    expect((await run())?.partitions).toBe(3);
  });

  test('needs no more connections than the fewest that a store may have', async () => {
    await write({ timestamp: daysAgo(31) });
    const { connectionString } = get().pool.options as { connectionString: string };
    const small = openStore({ connection: { connectionString }, maxConnections: 4 });
    const result = await runRetention(small, {
      retentionDays: 30,
      rollupRetentionDays: 400,
      clock: () => NOW,
    });
    await small.close();
    expect(result?.partitions).toBe(3);
  });

  test('stores events beside it without a deadlock', async () => {
    await write(...Array.from({ length: 20 }, (_, day) => ({ timestamp: daysAgo(31 + day) })));
    const writes = Array.from({ length: 40 }, (_, index) => write({ timestamp: daysAgo(index % 3) }));
    const [result, ...written] = await Promise.all([run(), ...writes]);
    expect(result?.partitions).toBe(60);
    expect(written.every(({ stored }) => stored === 1)).toBe(true);
  });
});
