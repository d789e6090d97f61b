import type { ActivityEvent } from '../../src/events/index.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { buildRecord } from './records.ts';
import type { TestDatabases } from './test-databases.ts';

/** A store in an empty database of its own, with these events. */
export async function openTestStore(
  postgresql: Pick<TestDatabases, 'createDatabase'>,
  events: readonly ActivityEvent[] = [],
): Promise<Store> {
  const store = openStore({ connection: { connectionString: await postgresql.createDatabase() } });
  await store.migrate();
  for (let start = 0; start < events.length; start += 1000) {
    await store.write(events.slice(start, start + 1000).map(buildRecord));
  }
  return store;
}
