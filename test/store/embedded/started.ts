import pg from 'pg';
import { onTestFinished } from 'vitest';
import type { AiwatchError } from '../../../src/errors.ts';
import {
  type BinaryPlaces,
  type EmbeddedConnection,
  type EmbeddedPostgresql,
  startEmbeddedPostgresql,
} from '../../../src/store/embedded/index.ts';

/** An embedded PostgreSQL of a test, with what it said. */
export interface Started extends EmbeddedPostgresql {
  readonly notices: readonly string[];
  readonly problems: readonly AiwatchError[];
}

/** Starts it for one test, which stops it at its end at the latest. */
export async function startForTest(dataDir: string, places?: BinaryPlaces): Promise<Started> {
  const notices: string[] = [];
  const problems: AiwatchError[] = [];
  const postgresql = await startEmbeddedPostgresql({
    dataDir,
    onNotice: line => notices.push(line),
    onProblem: error => problems.push(error),
    ...(places && { places }),
  });
  onTestFinished(() => postgresql.stop());
  return { ...postgresql, notices, problems };
}

/** The rows of one statement, over a connection of its own. */
export async function query(connection: EmbeddedConnection, sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client(connection);
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
