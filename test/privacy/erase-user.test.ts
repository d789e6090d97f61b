import { randomUUID } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import { createUserAliases } from '../../src/events/index.ts';
import {
  eraseUser,
  exportUser,
  listConsents,
  recordConsent,
  USER_EXPORT_KINDS,
  watchConsents,
} from '../../src/privacy/index.ts';
import { privacySchemas } from '../../src/server/schemas/privacy-schemas.ts';
import {
  emptyInbox,
  insertDeliveryDeadLetter,
  listEvents,
  putIntoInbox,
  recordAction,
} from '../../src/store/index.ts';
import { readPage } from '../docs/markdown.ts';
import { openTestSigner, verifyStore } from '../support/audited-store.ts';
import { buildEvent, buildRecord } from '../support/records.ts';
import { requirePrograms } from '../support/servers.ts';
import { useStore } from '../support/store-suite.ts';
import { TEST_DATABASES } from '../support/test-databases.ts';

const programs = await requirePrograms('postgres', 'initdb');
const aliases = createUserAliases('a key of this test');

describe.skipIf(programs.skip).each(TEST_DATABASES)('what is kept about a user, on $name,', ({ start }) => {
  const { get, rows, count } = useStore(programs, start);
  const erase = (userId: string, by = 'root') => eraseUser(get().pool, { userId, aliases, by });
  const write = (...events: Parameters<typeof buildEvent>[0][]) =>
    get().write(events.map(event => buildRecord(buildEvent(event))));
  const answer = (userId: string, granted: boolean, by = userId) =>
    recordConsent(get().pool, { userId, aliases, granted, by });
  const fill = async (userId: string) => {
    await write(
      { userId },
      { userId, timestamp: new Date(Date.now() - 86_400_000).toISOString() },
      { userId, type: 'session', event: 'created', sessionId: `s-${userId}` },
      { userId, type: 'request', event: 'completed', data: { path: '/', method: 'GET' } },
    );
    await write({ userId, data: { text: '\0' } });
    await answer(userId, true);
    await recordAction(get().pool, { action: 'privacy.export', actor: 'root', targetUser: userId });
  };
  const exported = async (userId: string) => {
    const lines: { readonly kind: string }[] = [];
    for await (const line of exportUser(get().pool, userId, aliases)) lines.push(JSON.parse(line));
    return lines;
  };
  const kindsOf = (lines: readonly { readonly kind: string }[]) => lines.map(({ kind }) => kind);

  test('is exported line by line, and nothing of others', async () => {
    await fill('ada');
    await fill('grace');
    const lines = await exported('ada');
    expect(kindsOf(lines)).toEqual([
      'user',
      'consent',
      ...Array(4).fill('event'),
      'request',
      'session',
      ...Array(2).fill('day'),
      'dead_letter',
      ...Array(2).fill('action'),
    ]);
    expect(JSON.stringify(lines)).not.toContain('grace');
  });

  test('is exported with rows inserted by hand, each under the id that it has elsewhere too', async () => {
    const [row] =
      await rows(`INSERT INTO monitoring_events (user_id, event_type, event_name, event_data, "timestamp")
      VALUES ('ada', 'chat', 'message', '{}', '2026-11-01T00:00:00.123456Z') RETURNING id`);
    const { events } = await listEvents(get().pool, { userId: 'ada', limit: 1 });
    expect(events).toMatchObject([{ id: row.id, timestamp: '2026-11-01T00:00:00.123Z' }]);
    expect(await exported('ada')).toMatchObject([{ kind: 'user' }, { kind: 'event', event: events[0] }]);
  });

  test('is exported in pages, none of which is left out or given twice', async () => {
    await write(...Array.from({ length: 230 }, () => ({ userId: 'ada' })));
    await get().pool.query(`INSERT INTO dead_letters
      SELECT gen_random_uuid(), 'ada', 'chat', '22', '', '', '2026-11-01T00:00:00Z'::timestamptz + (n / 3) * interval '1 microsecond'
      FROM generate_series(1, 120) n`);
    const lines = await exported('ada');
    const idsOf = (kind: string) =>
      new Set(lines.filter(line => line.kind === kind).map(line => JSON.stringify(line)));
    expect(lines.filter(({ kind }) => kind === 'event' || kind === 'dead_letter')).toHaveLength(350);
    expect([idsOf('event').size, idsOf('dead_letter').size]).toEqual([230, 120]);
  });

  test('is exported with what could not be delivered to the outside, and nothing of others', async () => {
    const undelivered = async (userId: string | null) => {
      const event = buildEvent({ userId });
      const letter = { consumer: 'webhook', event, rowId: randomUUID(), reason: 'status 422', attempts: 8 };
      await insertDeliveryDeadLetter(get().pool, letter);
      return event.id;
    };
    const eventIds = [await undelivered('ada'), await undelivered(aliases('ada')[1]!)];
    await undelivered('grace');
    await undelivered(null);
    const lines = await exported('ada');
    expect(kindsOf(lines)).toEqual(['user', 'delivery_dead_letter', 'delivery_dead_letter']);
    expect(lines.slice(1)).toEqual(
      eventIds.map(eventId =>
        expect.objectContaining({
          event_id: eventId,
          consumer: 'webhook',
          reason: 'status 422',
          attempts: 8,
        }),
      ),
    );
    expect((await erase('ada')).otherRows).toBe(2);
    expect(kindsOf(await exported('ada'))).toEqual(['user']);
    expect(await count('delivery_dead_letters')).toBe(2);
  });

  test('is exported in pages of what could not be delivered, too', async () => {
    await get().pool.query(`INSERT INTO delivery_dead_letters
      (consumer, event_id, row_id, event_timestamp, user_id, reason, attempts, created_at)
      SELECT 'webhook', 'event-' || n, gen_random_uuid(), now(), 'ada', '', 1,
        '2026-11-01T00:00:00Z'::timestamptz + (n / 3) * interval '1 microsecond' FROM generate_series(1, 230) n`);
    const lines = (await exported('ada')).slice(1) as readonly { readonly event_id?: string }[];
    expect(lines).toHaveLength(230);
    expect(new Set(lines.map(line => line.event_id)).size).toBe(230);
  });

  test('is exported with a refusal under both ids of the user, of which none is left after an erasure', async () => {
    const hashed = aliases('ada')[1]!;
    await answer(hashed, false, 'root');
    const consents = async () => (await exported('ada')).filter(({ kind }) => kind === 'consent');
    expect(await consents()).toEqual([expect.objectContaining({ userId: hashed, recordedBy: 'root' })]);
    await answer('ada', false);
    await answer('grace', true);
    expect(await consents()).toEqual([
      expect.objectContaining({ userId: 'ada', granted: false, recordedBy: 'ada' }),
      expect.objectContaining({ userId: hashed, granted: false, recordedBy: 'aiwatch' }),
    ]);
    await erase('ada');
    expect(kindsOf(await exported('ada'))).toEqual(['user']);
    expect(await rows('SELECT user_id FROM consents')).toEqual([{ user_id: 'grace' }]);
  });

  test('is exported in kinds that the documents and the description of the API name', () => {
    const { prose } = readPage('docs/privacy.md');
    const described = JSON.stringify(privacySchemas.export.response);
    for (const kind of USER_EXPORT_KINDS) {
      expect(prose).toContain(`\`${kind}\``);
      expect(described).toContain(`\`${kind}\``);
    }
  });

  test('is gone everywhere after an erasure, and what is kept about others stays', async () => {
    await fill('ada-lovelace');
    await fill('grace');
    const before = await exported('grace');
    expect(await erase('ada-lovelace')).toEqual({ events: 4, requests: 1, otherRows: 5, actions: 2 });
    expect(kindsOf(await exported('ada-lovelace'))).toEqual(['user']);
    expect(kindsOf(await exported('grace'))).toEqual(kindsOf(before));
    const dump = await rows(`SELECT
      (SELECT string_agg(t::text, '') FROM monitoring_events t) || (SELECT string_agg(t::text, '') FROM audit_leaves t)
      || (SELECT string_agg(t::text, '') FROM audit_actions t) || (SELECT string_agg(t::text, '') FROM user_days t)
      || (SELECT string_agg(t::text, '') FROM event_sessions t) || (SELECT string_agg(t::text, '') FROM dead_letters t)
      || (SELECT string_agg(t::text, '') FROM erasures t) AS dump`);
    expect(dump[0].dump).toContain('grace');
    expect(dump[0].dump).not.toContain('ada-lovelace');
  });

  test('is taken out of the counts of distinct users', async () => {
    await write({ userId: 'ada' }, { userId: 'grace' });
    await erase('ada');
    expect(await rows('SELECT unique_users FROM hourly_messages')).toEqual([{ unique_users: 1 }]);
  });

  test('leaves an audit trail that says erased, and no more than that', async () => {
    const signer = await openTestSigner(get());
    await fill('ada');
    await fill('grace');
    expect(await verifyStore(get(), signer)).toMatchObject({ verdict: 'valid', records: 8, actions: 4 });
    await erase('ada');
    expect(await verifyStore(get(), signer)).toMatchObject({
      verdict: 'erased',
      records: 4,
      erasedRecords: 4,
      erasedActions: 2,
      problems: [],
    });
  });

  test('is not stored again from what still waited, but from what the user does later', async () => {
    const waiting = buildRecord(buildEvent({ userId: 'ada' }));
    const hashed = buildRecord(buildEvent({ userId: aliases('ada')[1]! }));
    const broken = buildRecord(buildEvent({ userId: 'ada', data: { text: '\0' } }));
    await erase('ada');
    expect(await get().write([waiting, hashed])).toEqual({ stored: 0, skipped: 2, refused: 0 });
    await get().write([broken]);
    expect(await count('dead_letters')).toBe(0);
    const inMinutes = (minutes: number) => ({
      userId: 'ada',
      timestamp: new Date(Date.now() + minutes * 60_000).toISOString(),
    });
    // A clock that is ahead gives an event from before a time after the erasure.
    expect((await write(inMinutes(4))).stored).toBe(0);
    expect((await write(inMinutes(6))).stored).toBe(1);
  });

  test('is not stored of who has refused, though the answer came after the events', async () => {
    const waiting = ['ada', 'grace'].map(userId => buildRecord(buildEvent({ userId })));
    const broken = buildRecord(buildEvent({ userId: 'ada', data: { text: '\0' } }));
    await answer('ada', false);
    expect(await get().write(waiting)).toEqual({ stored: 1, skipped: 1, refused: 0 });
    await get().write([broken]);
    expect(await rows('SELECT user_id FROM monitoring_events')).toEqual([{ user_id: 'grace' }]);
    expect(await rows('SELECT user_id FROM user_days')).toEqual([{ user_id: 'grace' }]);
    expect(await count('dead_letters')).toBe(0);
  });

  test('is stored again once a refusal is taken back', async () => {
    await answer('ada', false);
    expect(await write({ userId: 'ada' }, { userId: null })).toMatchObject({ stored: 1, skipped: 1 });
    await answer('ada', true);
    expect((await write({ userId: 'ada' })).stored).toBe(1);
  });

  test('is not stored under the keyed hash either once the user has refused, until that is taken back', async () => {
    const userId = aliases('ada')[1]!;
    await answer('ada', false);
    expect(await write({ userId }, { userId: 'grace' })).toMatchObject({ stored: 1, skipped: 1 });
    await answer('ada', true);
    expect(await write({ userId })).toMatchObject({ stored: 1, skipped: 0 });
  });

  test('lists an answer once, under the id for which it was given', async () => {
    const listed = async (after?: string) =>
      (await listConsents(get().pool, { limit: 2, after })).map(({ userId, granted }) => [userId, granted]);
    const hashed = aliases('grace')[1]!;
    await answer('ada', false);
    await answer('zoe', false);
    await answer(hashed, false, 'root');
    expect([await listed(), await listed(hashed)]).toEqual([
      [
        ['ada', false],
        [hashed, false],
      ],
      [['zoe', false]],
    ]);
    await answer('grace', true);
    expect(await listed()).toEqual([
      ['ada', false],
      ['grace', true],
    ]);
  });

  test('is taken out of the inbox and not stored where the user has refused', async () => {
    await putIntoInbox(
      get().pool,
      ['ada', 'grace'].map(userId => buildRecord(buildEvent({ userId }))),
    );
    await answer('ada', false);
    expect(await emptyInbox(get().pool, get(), 10)).toEqual({
      taken: 2,
      isFull: false,
      stored: 1,
      skipped: 1,
      refused: 0,
    });
    expect(await count('event_inbox')).toBe(0);
  });

  test('is erased under the keyed hash too that stands for the user', async () => {
    await write({ userId: aliases('ada')[1]! });
    expect((await erase('ada')).events).toBe(1);
  });

  test('can be erased again, after more than one transaction', async () => {
    const signer = await openTestSigner(get());
    const events = Array.from({ length: 1000 }, () => ({ userId: 'ada' }));
    for (let batch = 0; batch < 3; batch++) await write(...events);
    expect((await erase('ada')).events).toBe(3000);
    expect(await erase('ada')).toEqual({ events: 0, requests: 0, otherRows: 0, actions: 0 });
    expect(await verifyStore(get(), signer)).toMatchObject({ verdict: 'erased', erasedRecords: 3000 });
  });

  test('does not name the one who erased themselves', async () => {
    await erase('ada', 'ada');
    expect(await rows('SELECT actor, target_user FROM audit_actions')).toEqual([
      { actor: 'the user', target_user: null },
    ]);
  });

  test('does not take along what an administrator did to others', async () => {
    const signer = await openTestSigner(get());
    const did = (action: string, targetUser?: string) =>
      recordAction(get().pool, { action, actor: 'root', targetUser });
    await did('token.issue', 'ada');
    await did('audit.export');
    await did('token.issue', 'root');
    await erase('grace', 'root');
    expect((await erase('root', 'root')).actions).toBe(1);
    expect(await rows('SELECT actor, target_user FROM audit_actions ORDER BY leaf_index')).toEqual([
      { actor: 'root', target_user: 'ada' },
      { actor: 'root', target_user: null },
      { actor: 'root', target_user: null },
      { actor: 'the user', target_user: null },
    ]);
    expect(await verifyStore(get(), signer)).toMatchObject({ erasedActions: 1, actions: 4, problems: [] });
  });

  test('is erased while users answer for consent, without a deadlock', async () => {
    const consent = () => answer('ada', true);
    await consent();
    const work = Array.from({ length: 40 }, (_, index) => (index % 4 === 0 ? erase('ada') : consent()));
    const failed = (await Promise.allSettled(work)).filter(({ status }) => status === 'rejected');
    expect(failed).toEqual([]);
  });

  test('is erased while others write, without a deadlock', async () => {
    for (let batch = 0; batch < 5; batch++) await write({ userId: 'ada' }, { userId: 'grace' });
    const writes = Array.from({ length: 30 }, () => write({ userId: 'ada' }, { userId: 'grace' }));
    await Promise.all([erase('ada'), ...writes]);
    await erase('ada');
    expect(await count("monitoring_events WHERE user_id = 'ada'")).toBe(0);
    expect(await count("monitoring_events WHERE user_id = 'grace'")).toBe(35);
  });

  test('a refusal is known to all servers within seconds, and a consent ends it', async () => {
    const options = { pollMs: 50, onProblem: () => {} };
    const [here, there] = [
      await watchConsents(get().pool, options),
      await watchConsents(get().pool, options),
    ];
    expect(here.policy('ada')).toBeUndefined();
    await answer('ada', false);
    await here.refresh();
    expect([here.policy('ada'), here.policy(aliases('ada')[1]!)]).toEqual([false, false]);
    await vi.waitFor(() => expect(there.policy('ada')).toBe(false), { timeout: 10_000 });
    await answer('ada', true);
    await vi.waitFor(() => expect(there.policy('ada')).toBeUndefined(), { timeout: 10_000 });
    here.close();
    there.close();
  });
});
