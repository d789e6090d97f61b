import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commitEvent } from '../../../src/audit/index.ts';
import { createUuidV7 } from '../../../src/ids.ts';
import { exportStore, importStore, openStore, putIntoInbox, type Store } from '../../../src/store/index.ts';
import { migrate } from '../../../src/store/migrate.ts';
import { MIGRATIONS } from '../../../src/store/migrations/index.ts';
import { TABLES } from '../../../src/store/transfer/tables.ts';
import { startTestPostgresql, type TestPostgresql } from '../../support/postgresql.ts';
import { buildEvent, buildRecord } from '../../support/records.ts';
import { requirePrograms } from '../../support/servers.ts';

const programs = await requirePrograms('postgres', 'initdb');

async function collect(lines: AsyncIterable<string>): Promise<string[]> {
  const collected: string[] = [];
  for await (const line of lines) collected.push(line);
  return collected;
}

async function* yieldAll(lines: readonly string[]): AsyncGenerator<string, void> {
  yield* lines;
}

const NASTY = 'tab\t line\n quote" back\\ \u2028 😀 é {"row":{}} \\x00';

describe.skipIf(programs.skip)('moving a store', () => {
  let postgresql: TestPostgresql;
  let source: Store;
  let target: Store;
  const stores: Store[] = [];

  const open = async (): Promise<Store> => {
    const store = openStore({ connection: { connectionString: await postgresql.createDatabase() } });
    stores.push(store);
    return store;
  };

  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs);
  });
  afterAll(() => postgresql.close());

  beforeEach(async () => {
    [source, target] = [await open(), await open()];
    await source.migrate();
  });
  afterEach(() => Promise.all(stores.splice(0).map(store => store.close())));

  const select = async (pool: Pool, sql: string) => (await pool.query(sql)).rows;
  /** Every row of a table as PostgreSQL writes it. */
  const dump = (pool: Pool, table: string) =>
    select(pool, `SELECT t::text AS row FROM ${table} t ORDER BY t::text`);
  const move = async () =>
    importStore(target.pool, 'export', yieldAll(await collect(exportStore(source.pool))));

  /** Something in every table that the store itself fills, over several days. */
  const fill = async (): Promise<void> => {
    const events = [
      '2026-11-19T23:59:59.999Z',
      '2026-11-20T00:00:00.000Z',
      '2026-11-21T12:00:00.123Z',
    ].flatMap(timestamp => [
      buildEvent({ timestamp, data: { userMessage: NASTY, tokensUsed: 3, duration: 0.1 } }),
      buildEvent({ timestamp, type: 'session', event: 'ended', data: { duration: 1234.5 } }),
      buildEvent({
        timestamp,
        type: 'request',
        event: 'completed',
        data: { path: '/a', method: 'GET', statusCode: 200, processTime: 0.1 },
      }),
      buildEvent({
        timestamp,
        type: 'system',
        event: 'sample',
        data: { cpuUsage: 1 / 3, memoryUsage: 2e-9 },
      }),
      buildEvent({ timestamp, type: 'message', event: 'processed', userId: null, data: { responseTime: 5 } }),
    ]);
    await source.write(events.map(buildRecord));
    await source.write([Buffer.from('no event at all \u0000')]);
    await putIntoInbox(source.pool, [buildRecord(buildEvent()), buildRecord(buildEvent())]);
    await source.pool.query("INSERT INTO consents VALUES ('ada', false, now(), 'ada')");
    await source.pool.query("INSERT INTO erasures VALUES ('\\x00ff0a', 'infinity')");
  };

  test('brings over every row of every table, to the last digit', async () => {
    await fill();
    await move();
    expect(TABLES).toContain('monitoring_events');
    for (const table of TABLES) {
      if (table === 'aiwatch_schema') continue;
      expect(await dump(target.pool, table), table).toEqual(await dump(source.pool, table));
    }
  });

  test('tells how many rows there were', async () => {
    await fill();
    expect(await move()).toMatchObject({
      monitoring_events: 12,
      system_metrics: 3,
      dead_letters: 1,
      event_inbox: 2,
    });
  });

  test('knows every table of the schema', async () => {
    const rows = await select(
      source.pool,
      `SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition
       AND relnamespace = 'public'::regnamespace AND relname <> 'aiwatch_schema'`,
    );
    expect([...TABLES].sort()).toEqual(rows.map(({ name }) => name).sort());
  });

  test('keeps numbers and texts that JavaScript would change', async () => {
    await source.pool.query(
      `INSERT INTO monitoring_events (event_type, event_name, event_data, "timestamp") VALUES
        ('a', 'b', '{"big": 12345678901234567890.123456789, "small": 1e-400, "e": 1.10}', 'infinity'),
        ('a', 'c', 'null', '2026-11-20 12:00:00.123456+00')`,
    );
    await move();
    const sql =
      'SELECT event_data::text, "timestamp"::text, tableoid::regclass FROM monitoring_events ORDER BY event_name';
    expect(await select(target.pool, sql)).toEqual(await select(source.pool, sql));
  });

  test('brings over the audit trail so that its evidence still holds', async () => {
    const event = buildEvent({ timestamp: '2026-11-20T10:00:00.000Z', data: { userMessage: NASTY } });
    const rowId = createUuidV7(Date.parse(event.timestamp));
    const record = Buffer.from(rowId + buildRecord(event).toString().slice(36));
    await source.write([record]);
    await move();
    const sql =
      'SELECT leaf_index, body, leaf_hash, commitments, state FROM audit_leaves JOIN audit_commitments USING (batch_id), audit_tree';
    const leaves = await select(target.pool, sql);
    expect(leaves).toEqual(await select(source.pool, sql));
    expect(leaves[0].commitments).toEqual(commitEvent(rowId, record.toString().slice(36)));
  });

  test('lets the new store go on where the old one was', async () => {
    await fill();
    await move();
    const again = buildEvent({ timestamp: '2026-11-21T12:30:00.000Z' });
    expect(await target.write([buildRecord(again)])).toEqual({ stored: 1, skipped: 0, refused: 0 });
    expect(await target.write([buildRecord(again)])).toEqual({ stored: 0, skipped: 1, refused: 0 });
    await putIntoInbox(target.pool, [buildRecord(buildEvent())]);
    const [{ leaves }] = await select(source.pool, 'SELECT count(*) AS leaves FROM audit_leaves');
    expect(await select(target.pool, 'SELECT count(*) AS leaves FROM audit_leaves')).toEqual([
      { leaves: leaves + 1 },
    ]);
  });

  test('shows the store as it was at one moment, whatever is written meanwhile', async () => {
    await fill();
    const lines: string[] = [];
    for await (const line of exportStore(source.pool)) {
      if (lines.length === 0) await source.write([buildRecord(buildEvent())]);
      lines.push(line);
    }
    expect(await importStore(target.pool, 'export', yieldAll(lines))).toMatchObject({
      monitoring_events: 12,
    });
  });

  test('takes an export of an older schema, and brings it up to date', async () => {
    const older = await open();
    await migrate(older.pool, MIGRATIONS.slice(0, -1));
    await fill();
    const lines = await collect(exportStore(source.pool));
    const header = JSON.parse(lines[0]!);
    // As an older version would have written it: without the tables of the last step.
    const tables = new Set(
      (await select(older.pool, "SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'p')")).map(
        ({ name }) => name,
      ),
    );
    const lineTables = lines.map(line => /^\{"table":\{"name":"(\w+)"/.exec(line)?.[1]);
    let isOld = true;
    const kept = lines.slice(1, -1).filter((_, index) => {
      const table = lineTables[index + 1];
      if (table !== undefined) isOld = tables.has(table);
      return isOld;
    });
    const body = [JSON.stringify({ header: { ...header.header, schema: MIGRATIONS.length - 1 } }), ...kept];
    const end = JSON.parse(lines.at(-1)!).end;
    const rows = Object.fromEntries(Object.entries(end.rows).filter(([table]) => tables.has(table)));
    const sha256 = createHash('sha256')
      .update(body.map(line => `${line}\n`).join(''))
      .digest('hex');
    await importStore(target.pool, 'export', yieldAll([...body, JSON.stringify({ end: { rows, sha256 } })]));
    expect(await target.migrate()).toEqual([]);
    expect(await dump(target.pool, 'monitoring_events')).toEqual(
      await dump(source.pool, 'monitoring_events'),
    );
  });

  describe('refuses', () => {
    const importing = (lines: readonly string[]) => importStore(target.pool, 'export', yieldAll(lines));
    const isEmpty = async () =>
      (await select(target.pool, 'SELECT count(*) AS count FROM monitoring_events'))[0].count === 0;

    test.each<[string, (lines: string[]) => string[]]>([
      ['was cut off', lines => lines.slice(0, -1)],
      ['was changed', lines => lines.map(line => line.replace('user_1', 'user_2'))],
      ['lacks a row', lines => lines.filter((_, index) => index !== 2)],
      ['has a row that is no JSON', lines => lines.map((line, index) => (index === 2 ? '{"row":{]}' : line))],
      ['goes on behind its end', lines => [...lines, '{}']],
      [
        'names a table that is not ours',
        lines => lines.map(line => line.replace('"consents"', '"pg_class"')),
      ],
    ])('an export that %s, and keeps nothing of it', async (_what, change) => {
      await fill();
      const lines = change(await collect(exportStore(source.pool)));
      await expect(importing(lines)).rejects.toThrow('[STORE_EXPORT_INVALID]');
      expect(await isEmpty()).toBe(true);
      await expect(importing(await collect(exportStore(source.pool)))).resolves.toBeDefined();
    });

    test.each([[[]], [['{"header":{"format":"other"}}']], [['hello']]])(
      'what is no export: %j',
      async lines => {
        await expect(importing(lines)).rejects.toThrow('[STORE_EXPORT_INVALID]');
      },
    );

    test('a target that holds something', async () => {
      const lines = await collect(exportStore(source.pool));
      await target.migrate();
      await target.write([buildRecord(buildEvent())]);
      await expect(importing(lines)).rejects.toThrow('rows in monitoring_events');
    });

    test('an export of a later schema', async () => {
      const [header = '', ...rest] = await collect(exportStore(source.pool));
      const later = header.replace(/"schema":\d+/, '"schema":999');
      await expect(importing([later, ...rest])).rejects.toThrow('[STORE_SCHEMA_NEWER]');
    });

    test('to export a database whose schema is not up to date', async () => {
      await expect(collect(exportStore(target.pool))).rejects.toThrow('[STORE_SCHEMA_OLDER]');
      await migrate(target.pool, MIGRATIONS.slice(0, 1));
      await expect(collect(exportStore(target.pool))).rejects.toThrow('found version 1');
    });
  });
});
