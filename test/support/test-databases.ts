import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgresql } from '../../src/store/embedded/index.ts';
import { createDatabase, startTestPostgresql, type TestPostgresql } from './postgresql.ts';
import type { RequiredPrograms } from './servers.ts';

/** A PostgreSQL of a test file, as far as a suite needs it that runs on any. */
export type TestDatabases = Pick<TestPostgresql, 'createDatabase' | 'close'>;

/** Both that a store may be on: `describe.each(TEST_DATABASES)('… on $name', ({ start }) => …)`. */
export const TEST_DATABASES: readonly {
  readonly name: string;
  readonly start: (programs: RequiredPrograms) => Promise<TestDatabases>;
}[] = [
  { name: 'the PostgreSQL of the machine', start: programs => startTestPostgresql(programs) },
  { name: 'the embedded PostgreSQL', start: startEmbedded },
];

async function startEmbedded(): Promise<TestDatabases> {
  const dataDir = await mkdtemp(join(tmpdir(), 'aiwatch-test-'));
  const server = await startEmbeddedPostgresql({ dataDir, onNotice: () => {}, onProblem: () => {} });
  const { user, password, host, port, database } = server.connection;
  const url = `postgresql://${user}:${password}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
  let databases = 0;
  return {
    createDatabase: () => createDatabase(url, `test_${++databases}`),
    close: () => server.stop().finally(() => rm(dataDir, { recursive: true, force: true })),
  };
}
