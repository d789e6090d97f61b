import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openStore, type Store } from '../../src/store/index.ts';
import { migrate } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations/index.ts';
import { startTestPostgresql, type TestPostgresql } from '../support/postgresql.ts';
import { requirePrograms } from '../support/servers.ts';

const programs = await requirePrograms('postgres', 'initdb');

const INSTANCES = 10;
const NAMES = MIGRATIONS.map(({ name }) => name);

/** Everything with a name that the steps make, and how often. */
const OBJECTS = `
SELECT format('%s %s', relkind, relname) AS object FROM pg_class
WHERE relnamespace = 'public'::regnamespace ORDER BY relkind, relname`;
const STEPS = 'SELECT version, name FROM aiwatch_schema ORDER BY version';

describe.skipIf(programs.skip)('the schema of a database', () => {
  let postgresql: TestPostgresql;
  let databaseUrl: string;
  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs);
  });
  afterAll(() => postgresql?.close());
  beforeEach(async () => {
    databaseUrl = await postgresql.createDatabase();
  });

  /** A store of an instance of its own, with its own connections. */
  const open = (connectionString = databaseUrl): Store => {
    const store = openStore({ connection: { connectionString }, maxConnections: 3 });
    onTestFinished(() => store.close());
    return store;
  };
  const select = async ({ pool }: Store, sql: string) => (await pool.query(sql)).rows;
  const makeNewer = async ({ pool }: Store) =>
    pool.query('INSERT INTO aiwatch_schema (version, name) VALUES ($1, $2)', [
      MIGRATIONS.length + 1,
      'of a later version',
    ]);

  test('is made by one of ten instances that start at once, and the others find it done', async () => {
    const stores = Array.from({ length: INSTANCES }, () => open());
    const results = await Promise.allSettled(stores.map(store => store.migrate()));
    expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
    const steps = results.map(result => (result.status === 'fulfilled' ? result.value : []));
    expect(steps.filter(taken => taken.length > 0)).toEqual([NAMES]);
    expect(await select(stores[0]!, STEPS)).toEqual(
      MIGRATIONS.map(({ version, name }) => ({ version, name })),
    );
  });

  test('is the same as that of an instance which started alone', async () => {
    const alone = open(await postgresql.createDatabase());
    await alone.migrate();
    const stores = Array.from({ length: INSTANCES }, () => open());
    await Promise.all(stores.map(store => store.migrate()));
    const objects = await select(stores[0]!, OBJECTS);
    expect(objects).toEqual(await select(alone, OBJECTS));
    for (const table of ['monitoring_events', 'audit_leaves', 'dead_letters', 'incidents', 'consents'])
      expect(objects.map(({ object }) => object.split(' ')[1])).toContain(table);
  });

  test('of an older version is brought up to date by one of ten', async () => {
    const stores = Array.from({ length: INSTANCES }, () => open());
    await migrate(stores[0]!.upkeepPool, MIGRATIONS.slice(0, 3));
    const steps = await Promise.all(stores.map(store => store.migrate()));
    expect(steps.filter(taken => taken.length > 0)).toEqual([NAMES.slice(3)]);
  });

  test('of a later version is refused by all, and stays as it is', async () => {
    const stores = Array.from({ length: INSTANCES }, () => open());
    await stores[0]!.migrate();
    await makeNewer(stores[0]!);
    const before = [await select(stores[0]!, OBJECTS), await select(stores[0]!, STEPS)];
    for (const result of await Promise.allSettled(stores.map(store => store.migrate()))) {
      expect(result).toMatchObject({
        status: 'rejected',
        reason: {
          code: 'STORE_SCHEMA_NEWER',
          expected: `a schema of version ${MIGRATIONS.length} or older`,
          found: `version ${MIGRATIONS.length + 1}`,
        },
      });
    }
    expect([await select(stores[0]!, OBJECTS), await select(stores[0]!, STEPS)]).toEqual(before);
  });

  test('is not left half made by a step that fails', async () => {
    const store = open();
    const broken = {
      version: 2,
      name: 'broken',
      sql: 'CREATE TABLE half (a int); SELECT nothing_of_this_name',
    };
    await expect(migrate(store.upkeepPool, [MIGRATIONS[0]!, broken])).rejects.toThrow('nothing_of_this_name');
    expect(await select(store, OBJECTS)).toEqual([]);
    expect(await store.migrate()).toEqual(NAMES);
  });
});
