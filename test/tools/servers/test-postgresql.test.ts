import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startTestPostgresql, type TestPostgresql } from '../../support/postgresql.ts';
import { requirePrograms } from '../../support/servers.ts';

const programs = await requirePrograms('postgres', 'initdb');

describe.skipIf(programs.skip)('the PostgreSQL of tests', () => {
  let postgresql: TestPostgresql;
  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs, { fsync: true, settings: { max_connections: '11' } });
  });
  afterAll(() => postgresql?.close());

  test('gives each test an empty database, with the settings asked for', async () => {
    const [one, two] = [await postgresql.createDatabase(), await postgresql.createDatabase()];
    await query(one, 'CREATE TABLE t (a int)');
    await query(two, 'CREATE TABLE t (a int)');
    expect(await query(one, 'SELECT * FROM t')).toEqual([]);
    expect(await query(one, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
    expect(await query(one, 'SHOW max_connections')).toEqual([{ max_connections: '11' }]);
  });

  test.each([['stop'], ['kill']] as const)(
    'after a %s comes back with its data at the same address',
    async way => {
      const url = await postgresql.createDatabase();
      await query(url, 'CREATE TABLE t AS SELECT 1 AS a');
      const session = new pg.Client({ connectionString: url });
      session.on('error', () => {});
      await session.connect();
      onTestFinished(() => session.end().catch(() => {}));
      const before = postgresql.pid();
      await postgresql[way]();
      expect(() => postgresql.pid()).toThrow('does not run');
      await expect(query(url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
      await postgresql.start();
      expect(postgresql.pid()).not.toBe(before);
      expect(await query(url, 'SELECT a FROM t')).toEqual([{ a: 1 }]);
    },
  );

  test('can be replaced by an empty one that takes the same password', async () => {
    const url = await postgresql.createDatabase();
    await postgresql.replaceByEmpty();
    await expect(query(url, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
    expect(await query(postgresql.url, 'SELECT 1 AS a')).toEqual([{ a: 1 }]);
  });
});

async function query(url: string, sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
