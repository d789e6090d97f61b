import { afterAll, beforeAll, beforeEach } from 'vitest';
import { openStore, type Store } from '../../src/store/index.ts';
import { startTestPostgresql } from './postgresql.ts';
import type { RequiredPrograms } from './servers.ts';
import type { TestDatabases } from './test-databases.ts';

/** Inside of a `describe`: one PostgreSQL for all its tests, and an empty store for each. */
export function useStore(
  programs: RequiredPrograms,
  startDatabases: (programs: RequiredPrograms) => Promise<TestDatabases> = startTestPostgresql,
) {
  let postgresql: TestDatabases;
  let store: Store;
  beforeAll(async () => {
    postgresql = await startDatabases(programs);
  });
  afterAll(() => postgresql.close());
  beforeEach(async () => {
    const connectionString = await postgresql.createDatabase();
    store = openStore({ connection: { connectionString } });
    await store.migrate();
    return () => store.close();
  });
  return {
    get: () => store,
    rows: async (sql: string, values: unknown[] = []) => (await store.pool.query(sql, values)).rows,
    count: async (from: string) => {
      const { rows } = await store.pool.query<{ count: number }>(`SELECT count(*) AS count FROM ${from}`);
      return rows[0]!.count;
    },
  };
}
