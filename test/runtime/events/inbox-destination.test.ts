import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createInboxDestination } from '../../../src/runtime/events/inbox-destination.ts';
import { openStore } from '../../../src/store/index.ts';
import { startTestPostgresql, type TestPostgresql } from '../../support/postgresql.ts';
import { buildEvent, buildRecord } from '../../support/records.ts';
import { requirePrograms } from '../../support/servers.ts';
import { openTcpGate } from '../../support/tcp-gate.ts';

const programs = await requirePrograms('postgres', 'initdb');

describe.skipIf(programs.skip)('the delivery into an inbox', () => {
  let postgresql: TestPostgresql;
  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs);
  });
  afterAll(() => postgresql.close());

  test('ends with its end, though the database does not answer', async () => {
    const url = new URL(await postgresql.createDatabase());
    const store = openStore({ connection: { connectionString: url.href } });
    await store.migrate();
    await store.close();
    const gate = await openTcpGate(Number(url.port));
    url.port = String(gate.port);
    const destination = createInboxDestination({ connectionString: url.href });
    const deliver = () => destination.deliver([buildRecord(buildEvent())]);
    await deliver();
    gate.hang();
    const failure = deliver().then(String, String);
    // It sends its statement in the next turn.
    await new Promise(resolve => setImmediate(resolve));
    await destination.close();
    expect(await failure).toContain('Connection terminated');
  });
});
