import { describe, expect, test } from 'vitest';
import { type AlertNotification, acknowledge, keepIncidents } from '../../src/alerts/index.ts';
import { createUserAliases } from '../../src/events/index.ts';
import { eraseUser, exportUser } from '../../src/privacy/index.ts';
import { listActions, listIncidents, runRetention } from '../../src/store/index.ts';
import { requirePrograms } from '../support/servers.ts';
import { useStore } from '../support/store-suite.ts';

const programs = await requirePrograms('postgres', 'initdb');
const UNKNOWN_TIME = '0001-01-01T00:00:00Z';
const aliases = createUserAliases('a key of this test');

function alertOf(parts: Partial<AlertNotification> = {}): AlertNotification {
  return {
    status: 'firing',
    labels: { alertname: 'HighErrorRate', severity: 'critical', job: 'assistant' },
    annotations: {
      summary: 'Many requests fail',
      runbook_url: 'http://localhost:4000/runbooks/HighErrorRate',
    },
    startsAt: '2026-11-21T05:00:00.123456789Z',
    endsAt: UNKNOWN_TIME,
    generatorURL: 'http://prometheus:9090/graph?g0.expr=up',
    fingerprint: 'c0ffee00c0ffee00',
    ...parts,
  };
}

const RESOLVED = { status: 'resolved', endsAt: '2026-11-21T05:10:00Z' } as const;

describe.skipIf(programs.skip)('incidents', { timeout: 60_000 }, () => {
  const { get, rows, count } = useStore(programs);
  const keep = (...alerts: readonly Partial<AlertNotification>[]) =>
    keepIncidents(get(), alerts.map(alertOf));
  const list = async (question: Partial<Parameters<typeof listIncidents>[1]> = {}) =>
    (await listIncidents(get().pool, { limit: 100, ...question })).incidents;
  /** As if the resolution had come so long ago. */
  const age = (seconds: number) =>
    rows(
      `UPDATE incidents SET resolution_received_at = resolution_received_at - interval '${seconds} seconds'`,
    );

  test('open with the first notification, with all that it says', async () => {
    await keep({});
    expect(await list()).toEqual([
      {
        id: expect.any(String),
        fingerprint: 'c0ffee00c0ffee00',
        state: 'open',
        name: 'HighErrorRate',
        severity: 'critical',
        labels: { alertname: 'HighErrorRate', severity: 'critical', job: 'assistant' },
        annotations: alertOf().annotations,
        runbookUrl: 'http://localhost:4000/runbooks/HighErrorRate',
        generatorUrl: 'http://prometheus:9090/graph?g0.expr=up',
        startsAt: '2026-11-21T05:00:00.123Z',
        openedAt: expect.any(String),
        updatedAt: expect.any(String),
        resolvedAt: null,
        notifications: 1,
        acknowledgedAt: null,
        acknowledgedBy: null,
        note: null,
      },
    ]);
  });

  test('are the same for repeated notifications, whose newest texts they show', async () => {
    await keep({});
    const [first] = await list();
    await keep({ annotations: { summary: 'Still' } });
    await keep({ annotations: { summary: 'Still' } });
    expect(await list()).toEqual([
      {
        ...first,
        annotations: { summary: 'Still' },
        runbookUrl: null,
        notifications: 3,
        updatedAt: expect.any(String),
      },
    ]);
  });

  test('end with the resolution, once, however often it comes', async () => {
    await keep({});
    await keep(RESOLVED);
    await keep({ ...RESOLVED, endsAt: '2026-11-21T06:00:00Z' });
    expect(await list()).toMatchObject([
      { state: 'resolved', resolvedAt: '2026-11-21T05:10:00.000Z', notifications: 3 },
    ]);
  });

  test('stay resolved where the resolution came before what it resolves', async () => {
    await keep(RESOLVED);
    await keep({});
    expect(await list()).toMatchObject([{ state: 'resolved', notifications: 2 }]);
  });

  test('open anew where the alert goes on long after its end, with nobody who knows of it', async () => {
    await keep({});
    const [{ id } = { id: '' }] = await list();
    await acknowledge(get().pool, { id, by: 'root', note: 'mine' });
    await keep(RESOLVED);
    expect(await list()).toMatchObject([{ state: 'resolved', acknowledgedBy: 'root', note: 'mine' }]);
    await age(61);
    await keep({});
    expect(await list()).toMatchObject([
      { id, state: 'open', resolvedAt: null, acknowledgedBy: null, acknowledgedAt: null, note: null },
    ]);
    await keep({ ...RESOLVED, endsAt: '2026-11-21T07:00:00Z' });
    expect(await list()).toMatchObject([{ state: 'resolved', resolvedAt: '2026-11-21T07:00:00.000Z' }]);
  });

  test('are others each time that the alert begins', async () => {
    await keep({}, RESOLVED);
    await keep({ startsAt: '2026-11-22T05:00:00Z' });
    expect(await list()).toMatchObject([
      { startsAt: '2026-11-22T05:00:00.000Z', state: 'open' },
      { startsAt: '2026-11-21T05:00:00.123Z', state: 'resolved', notifications: 1 },
    ]);
  });

  test('of one notification that come at once are kept all, also by several servers', async () => {
    const many = Array.from({ length: 300 }, (_, number) => ({ fingerprint: `alert-${number}` }));
    await Promise.all([keep(...many), keep(...many.toReversed()), keep(...many), keep(...many.toReversed())]);
    expect(await count('incidents WHERE notifications = 4')).toBe(300);
  });

  test('end now where the notification knows no end', async () => {
    await keep({ status: 'resolved', endsAt: UNKNOWN_TIME });
    const [incident] = await list();
    expect(Date.parse(incident!.resolvedAt!)).toBeGreaterThan(Date.parse(incident!.startsAt));
  });

  test('can be kept whatever their texts are, and link to web pages only', async () => {
    const labels = { alertname: 'a\0b', odd: '\ud800', long: 'x'.repeat(5000), __proto__x: '1' };
    await keep({
      labels,
      annotations: { runbook_url: 'javascript:alert(1)' },
      generatorURL: 'data:text/html,<script>',
      fingerprint: '',
    });
    const [incident] = await list();
    expect(incident).toMatchObject({
      name: 'a\ufffdb',
      severity: 'none',
      runbookUrl: null,
      generatorUrl: null,
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(incident?.labels['odd']).toBe('\ufffd');
    expect(incident?.labels['long']).toHaveLength(4000);
  });

  test('are listed by state, severity and time, page by page', async () => {
    for (let day = 1; day <= 7; day++) {
      const startsAt = `2026-11-0${day}T00:00:00Z`;
      const severity = day % 2 === 0 ? 'warning' : 'critical';
      await keep({ startsAt, labels: { alertname: 'A', severity }, ...(day > 4 && RESOLVED) });
    }
    const daysOf = async (question: Parameters<typeof list>[0]) =>
      (await list(question)).map(({ startsAt }) => Number(startsAt.slice(8, 10)));
    expect(await daysOf({ state: 'open' })).toEqual([4, 3, 2, 1]);
    expect(await daysOf({ state: 'resolved', severity: 'critical' })).toEqual([7, 5]);
    const from = new Date('2026-11-02T00:00:00Z');
    expect(await daysOf({ from, to: new Date('2026-11-05T00:00:00Z') })).toEqual([4, 3, 2]);
    const found: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await listIncidents(get().pool, { limit: 3, cursor });
      found.push(...page.incidents.map(({ startsAt }) => Number(startsAt.slice(8, 10))));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(found).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  test('are acknowledged in the audit trail too, which does not have the note', async () => {
    await keep({});
    const [{ id } = { id: '' }] = await list();
    const incident = await acknowledge(get().pool, { id, by: 'root', note: 'restarting it' });
    expect(incident).toMatchObject({ id, acknowledgedBy: 'root', note: 'restarting it' });
    const [action] = await listActions(get().pool, { limit: 1 });
    expect(action).toMatchObject({
      action: 'incidents.acknowledge',
      actor: 'root',
      details: { incident: id },
    });
    const unknown = '0190f5b6-7d3a-7c3a-8b3a-000000000000';
    await expect(acknowledge(get().pool, { id: unknown, by: 'root' })).rejects.toThrow('INCIDENT_UNKNOWN');
    expect(await count('audit_actions')).toBe(1);
  });

  test('are removed by retention when they are over for long, or not told of any more', async () => {
    await keep({ fingerprint: 'old', ...RESOLVED }, { fingerprint: 'stale' }, { fingerprint: 'open' });
    await rows(`UPDATE incidents SET updated_at = now() - interval '40 days' WHERE fingerprint = 'stale'`);
    await rows(`UPDATE incidents SET resolved_at = now() - interval '40 days' WHERE fingerprint = 'old'`);
    await runRetention(get(), { retentionDays: 30, rollupRetentionDays: 400 });
    expect((await list()).map(({ fingerprint }) => fingerprint)).toEqual(['open']);
  });

  test('forget a user who is erased, and are part of the export before', async () => {
    await keep({ fingerprint: 'plain' });
    const startsAt = '2026-11-22T05:00:00Z';
    await keep({ fingerprint: 'about', startsAt, labels: { alertname: 'UnusualTools', user_id: 'ada' } });
    await keep({ fingerprint: 'like', labels: { alertname: 'Other', severity: 'ada' } });
    const plain = (await list()).find(({ fingerprint }) => fingerprint === 'plain')!;
    await acknowledge(get().pool, { id: plain.id, by: 'ada', note: 'ada looks' });
    const exported: { kind: string }[] = [];
    for await (const line of exportUser(get().pool, 'ada', aliases)) exported.push(JSON.parse(line));
    expect(exported.filter(({ kind }) => kind === 'incident')).toMatchObject([
      { name: 'HighErrorRate', acknowledged_by: 'ada' },
      { name: 'UnusualTools' },
    ]);
    const { otherRows } = await eraseUser(get().upkeepPool, { userId: 'ada', aliases, by: 'root' });
    expect(otherRows).toBe(2);
    expect((await list()).map(each => [each.fingerprint, each.acknowledgedBy, each.note]).sort()).toEqual([
      ['like', null, null],
      ['plain', null, null],
    ]);
  });

  test('get their table in a database that has become another one', async () => {
    await rows('DROP SCHEMA public CASCADE');
    await rows('CREATE SCHEMA public');
    await keep({});
    expect(await list()).toHaveLength(1);
  });
});
