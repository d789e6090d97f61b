import type { PoolClient } from 'pg';
import { UserSketch } from '../sketch/user-sketch.ts';
import type { StoredEvent } from './stored-event.ts';
import { MESSAGE_TYPES } from './user-counts.ts';

/** Of which events the users are counted: all, or those that are messages. */
export type SketchScope = 'all' | 'message';

const SELECT = 'SELECT hour, scope, sketch FROM user_sketches WHERE hour = ANY($1::timestamptz[])';

const UPSERT_SKETCHES = `
INSERT INTO user_sketches (hour, scope, sketch)
SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::bytea[])
ON CONFLICT (scope, hour) DO UPDATE SET sketch = excluded.sketch`;

const UPSERT_MESSAGES = `
INSERT INTO hourly_messages AS h (hour, message_count, unique_users)
SELECT * FROM unnest($1::timestamptz[], $2::bigint[], $3::bigint[])
ON CONFLICT (hour) DO UPDATE SET
  message_count = h.message_count + excluded.message_count,
  unique_users = excluded.unique_users`;

/** One sketch with what the batch has for it. */
export interface SketchUpdate {
  readonly hour: string;
  readonly scope: SketchScope;
  readonly users: Set<string>;
  events: number;
}

/** The sketches as they are, by scope and hour. */
export type Sketches = ReadonlyMap<string, UserSketch>;

/** Adds the users of a batch to the sketches of their hours, which were read, and the messages to `hourly_messages`. */
export async function writeSketches(
  client: PoolClient,
  updates: readonly SketchUpdate[],
  sketches: Sketches,
): Promise<void> {
  const merged = updates.map(update => {
    const sketch = sketches.get(keyOf(update.scope, update.hour)) ?? new UserSketch();
    for (const user of update.users) sketch.add(user);
    return { ...update, sketch };
  });
  const changed = merged.filter(({ users }) => users.size > 0);
  const messages = merged.filter(({ scope }) => scope === 'message');
  await Promise.all([
    client.query({
      name: 'upsert-sketches',
      text: UPSERT_SKETCHES,
      values: [
        changed.map(({ hour }) => hour),
        changed.map(({ scope }) => scope),
        changed.map(({ sketch }) => sketch.toBuffer()),
      ],
    }),
    messages.length > 0 &&
      client.query({
        name: 'upsert-hourly-messages',
        text: UPSERT_MESSAGES,
        values: [
          messages.map(({ hour }) => hour),
          messages.map(update => update.events),
          messages.map(({ sketch }) => sketch.count()),
        ],
      }),
  ]);
}

/** Which sketches a batch changes, and by whom. */
export function collectSketchUpdates(events: readonly StoredEvent[]): readonly SketchUpdate[] {
  const updates = new Map<string, SketchUpdate>();
  const add = (scope: SketchScope, hour: string, userId: string | null) => {
    const key = keyOf(scope, hour);
    const update = updates.get(key) ?? { hour, scope, users: new Set<string>(), events: 0 };
    updates.set(key, update);
    update.events++;
    if (userId !== null) update.users.add(userId);
  };
  for (const { event } of events) {
    const hour = `${event.timestamp.slice(0, 13)}:00:00.000Z`;
    add('all', hour, event.userId);
    if (MESSAGE_TYPES.has(event.type)) add('message', hour, event.userId);
  }
  return [...updates.values()];
}

/** Reads the sketches that a batch changes; under the sequencer's lock, so that nobody else changes them meanwhile. */
export async function readSketches(client: PoolClient, updates: readonly SketchUpdate[]): Promise<Sketches> {
  const hours = [...new Set(updates.map(({ hour }) => hour))];
  const { rows } = await client.query<{ hour: Date; scope: SketchScope; sketch: Buffer }>({
    name: 'select-sketches',
    text: SELECT,
    values: [hours],
  });
  return new Map(
    rows.map(({ hour, scope, sketch }) => [keyOf(scope, hour.toISOString()), UserSketch.from(sketch)]),
  );
}

function keyOf(scope: SketchScope, hour: string): string {
  return `${scope} ${hour}`;
}
