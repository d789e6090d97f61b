import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createLiveFeed, type LiveFeed, parseSubscription } from '../../src/live/index.ts';
import { waitUntil } from '../support/wait-until.ts';
import { CollectingSink, createDeliveryCount } from './collecting-sink.ts';
import { ListSource } from './list-source.ts';

type Options = Partial<Parameters<typeof createLiveFeed>[0]>;

function open(source: ListSource, options: Options = {}) {
  const problems: unknown[] = [];
  const feed = createLiveFeed({ source, onProblem: error => problems.push(error), ...options });
  onTestFinished(() => feed.close());
  return { feed, problems };
}

function join(feed: LiveFeed, subscription: object = {}) {
  const sink = new CollectingSink();
  const count = createDeliveryCount();
  const membership = feed.subscribe(parseSubscription('test', subscription), sink, count);
  return { sink, membership, ...count };
}

const until = (sink: CollectingSink, ids: readonly string[]) =>
  waitUntil(() => expect(sink.ids()).toEqual(ids));

/** A feed that sleeps, as the one who followed it has left after an event `seen`. */
async function openAsleep() {
  const source = new ListSource();
  const { feed } = open(source, { idleMs: 1 });
  const first = join(feed);
  feed.take(source.store('seen'));
  await until(first.sink, ['seen']);
  first.membership.leave();
  await waitUntil(() => expect(feed.isAsleep).toBe(true));
  return { source, feed, first };
}

describe('the live feed', () => {
  test('tells of what is stored from now on, and of nothing from before', async () => {
    const source = new ListSource();
    source.store('old');
    const { feed } = open(source);
    const { sink } = join(feed);
    await waitUntil(() => {
      feed.take(source.store('new'));
      expect(sink.ids().length).toBeGreaterThan(0);
    });
    expect(new Set(sink.ids())).toEqual(new Set(['new']));
  });

  test('brings batches that came in another order into that of storing', async () => {
    const source = new ListSource();
    const { feed } = open(source);
    const { sink } = join(feed);
    const [first, second, third] = [source.store('a'), source.store('b'), source.store('c')];
    feed.take(third);
    feed.take(first);
    feed.take(second);
    await until(sink, ['a', 'b', 'c']);
  });

  test('reads from the store what nobody has told, and skips actions of administrators', async () => {
    const source = new ListSource();
    const { feed } = open(source);
    const { sink } = join(feed);
    feed.take(source.store('begin'));
    await until(sink, ['begin']);
    source.store('a');
    source.store();
    feed.expect(source.store('b').leafIndex);
    await until(sink, ['begin', 'a', 'b']);
    feed.take(source.store('c'));
    await until(sink, ['begin', 'a', 'b', 'c']);
  });

  test('goes on by itself after the store was away', async () => {
    const source = new ListSource();
    source.isAway = true;
    const { feed, problems } = open(source);
    const { sink } = join(feed);
    await waitUntil(() => expect(problems.length).toBeGreaterThan(0));
    source.isAway = false;
    await waitUntil(() => {
      feed.take(source.store('back'));
      expect(sink.ids()).toContain('back');
    });
  });

  test('asks the store anew where an answer never comes, and ends though one is missing', async () => {
    const source = new ListSource();
    source.isHanging = true;
    const { feed, problems } = open(source, { answerMs: 20 });
    const { sink } = join(feed);
    await waitUntil(() =>
      expect(problems).toContainEqual(expect.objectContaining({ code: 'STORE_UNAVAILABLE' })),
    );
    source.isHanging = false;
    await waitUntil(() => {
      feed.take(source.store('back'));
      expect(sink.ids()).toContain('back');
    });
    const stuck = new ListSource();
    stuck.isHanging = true;
    await open(stuck, { answerMs: 600_000 }).feed.close();
  });

  test('asks once for a leaf that it was told of and that is not there, and goes on', async () => {
    const source = new ListSource();
    const { feed } = open(source, { graceMs: 0 });
    const { sink } = join(feed);
    feed.take(source.store('begin'));
    await until(sink, ['begin']);
    const asked = source.questions;
    feed.expect(Number.MAX_SAFE_INTEGER);
    await waitUntil(() => expect(source.questions).toBeGreaterThan(asked));
    for (let turn = 0; turn < 50; turn++) await new Promise(resolve => setTimeout(resolve, 1));
    expect(source.questions).toBeLessThanOrEqual(asked + 2);
    feed.expect(source.store('later').leafIndex);
    await until(sink, ['begin', 'later']);
  });

  test('reads nothing of the past for who comes back and follows nothing that is stored', async () => {
    const source = new ListSource();
    const [first] = [source.store('old'), source.store('new')];
    const history = { readAfter: () => new Promise<never>(() => {}) };
    const { feed } = open(source, { history, ring: { maxItems: 1, maxBytes: 1000 } });
    const { sink } = join(feed, { channels: ['health'], since: `${first.leafIndex}` });
    feed.sendFrame('health', { type: 'health:changed', data: {}, timestamp: new Date().toISOString() });
    await waitUntil(() => expect(sink.messages.map(({ type }) => type)).toEqual(['health:changed']));
  });

  test('reads nothing for who has left before it was their turn', async () => {
    const source = new ListSource();
    for (const id of ['a', 'b', 'c']) source.store(id);
    const reads: (() => void)[] = [];
    const readAfter: ListSource['readAfter'] = async (from, limit) => {
      await new Promise<void>(resolve => reads.push(resolve));
      return source.readAfter(from, limit);
    };
    const { feed } = open(source, { history: { readAfter }, ring: { maxItems: 1, maxBytes: 1000 } });
    const readers = [join(feed, { since: '0' }), join(feed, { since: '0' })];
    await waitUntil(() => expect(reads).toHaveLength(2));
    join(feed, { since: '0' }).membership.leave();
    const last = join(feed, { since: '0' });
    for (const read of reads.splice(0)) read();
    await waitUntil(() => expect(reads).toHaveLength(1));
    reads[0]!();
    for (const { sink } of [...readers, last]) await until(sink, ['a', 'b', 'c']);
    expect(reads).toHaveLength(1);
  });

  test('asks the store for nothing while nobody watches, and leaves nothing out for who comes then', async () => {
    const { source, feed, first } = await openAsleep();
    const asked = source.questions;
    for (const id of ['a', 'b', 'c']) feed.take(source.store(id));
    feed.expect(source.store('d').leafIndex);
    await new Promise(resolve => setImmediate(resolve));
    expect(source.questions).toBe(asked);
    const fresh = join(feed);
    const back = join(feed, { since: first.sink.positionOf('seen') });
    feed.take(source.store('new'));
    await until(fresh.sink, ['new']);
    await until(back.sink, ['a', 'b', 'c', 'd', 'new']);
    expect(feed.isAsleep).toBe(false);
  });

  test('tells nobody of what was stored unheard while it slept, as where the connection was lost that tells', async () => {
    const { source, feed, first } = await openAsleep();
    source.store('unheard');
    const asked = source.questions;
    feed.refresh();
    await waitUntil(() => expect(source.questions).toBe(asked + 1));
    await new Promise(resolve => setImmediate(resolve));
    const fresh = join(feed);
    const back = join(feed, { since: first.sink.positionOf('seen') });
    feed.take(source.store('new'));
    await until(back.sink, ['unheard', 'new']);
    await until(fresh.sink, ['new']);
  });

  test('sleeps on where somebody asks for nothing that is stored, and wakes for who does', async () => {
    const source = new ListSource();
    const { feed } = open(source, { idleMs: 1 });
    const page = join(feed, { channels: ['health', 'metrics'] });
    await waitUntil(() => expect(feed.isAsleep).toBe(true));
    expect(feed.watchers).toBe(0);
    const { membership } = join(feed, { channels: ['errors'] });
    expect([feed.isAsleep, feed.watchers]).toEqual([false, 1]);
    membership.leave();
    membership.leave();
    await waitUntil(() => expect(feed.isAsleep).toBe(true));
    const timestamp = new Date().toISOString();
    feed.sendFrame('health', { type: 'health:changed', data: { name: 'x' }, timestamp });
    await waitUntil(() => expect(page.sink.messages).toHaveLength(1));
  });

  test('begins anew where the database is an empty one', async () => {
    const source = new ListSource();
    for (let i = 0; i < 5; i++) source.store(`old_${i}`);
    const { feed } = open(source);
    const { sink } = join(feed);
    feed.take(source.store('last'));
    await until(sink, ['last']);
    source.leaves.length = 0;
    feed.refresh();
    await waitUntil(() => {
      feed.expect(source.store('first').leafIndex);
      expect(sink.ids()).toContain('first');
    });
  });

  test('lets somebody come back from memory or from the store, whichever has it', async () => {
    const source = new ListSource();
    const { feed } = open(source, { ring: { maxItems: 3, maxBytes: 1e6 } });
    const first = join(feed);
    const ids = Array.from({ length: 12 }, (_, i) => `event_${i}`);
    for (const id of ids) feed.take(source.store(id));
    await until(first.sink, ids);
    for (const [seen, id] of ids.entries()) {
      const { sink } = join(feed, { since: first.sink.positionOf(id) });
      await until(sink, ids.slice(seen + 1));
    }
  });

  test('leaves nothing out for who comes back while the others have heard of a part of a large batch', async () => {
    const source = new ListSource();
    let readOn = () => {};
    const held = new Promise<void>(resolve => {
      readOn = resolve;
    });
    const { feed } = open(source, {
      source: {
        readEnd: events => source.readEnd(events),
        readAfter: async (from, limit) => {
          if (from.after !== undefined) await held;
          return source.readAfter(from, limit);
        },
      },
      history: source,
      ring: { maxItems: 3, maxBytes: 1e6 },
    });
    const others = join(feed);
    feed.take(source.store('seen'));
    await until(others.sink, ['seen']);
    const ids = Array.from({ length: 600 }, (_, i) => `event_${i}`);
    feed.expect(source.store(...ids).leafIndex);
    const firstPage = ids.slice(0, 500);
    await until(others.sink, ['seen', ...firstPage]);
    const back = join(feed, { since: others.sink.positionOf('seen') });
    await until(back.sink, firstPage);
    readOn();
    await until(back.sink, ids);
    await until(others.sink, ['seen', ...ids]);
  });

  test('tells who comes back the last frame, also where it was sent while the store was being read', async () => {
    const source = new ListSource();
    const { feed } = open(source);
    const send = (status: string) =>
      feed.sendFrame('health', {
        type: 'health:changed',
        data: { name: 'database', status },
        timestamp: '2026-11-20T10:00:00.000Z',
      });
    send('degraded');
    const { sink } = join(feed, { channels: ['health', 'messages'], since: '0.1700000000000.0' });
    send('healthy');
    await waitUntil(() => expect(sink.messages.length).toBeGreaterThan(0));
    expect(sink.messages.map(({ json }) => JSON.parse(json).status)).toEqual(['healthy']);
  });

  test('remembers the frames of whom it has heard of last', async () => {
    const { feed } = open(new ListSource());
    const send = (service: string) =>
      feed.sendFrame('metrics', {
        type: 'metrics:update',
        data: { service },
        timestamp: '2026-11-20T10:00:00.000Z',
      });
    send('living');
    for (let i = 0; i < 49; i++) send(`gone_${i}`);
    send('living');
    send('new');
    const { sink } = join(feed, { channels: ['metrics'] });
    await waitUntil(() => expect(sink.messages).toHaveLength(50));
    const services = sink.messages.map(({ json }) => JSON.parse(json).service);
    expect(services.slice(-2)).toEqual(['living', 'new']);
    expect(services).not.toContain('gone_0');
  });

  test('says how far it has come, also to who got nothing, and goes on from there on another server', async () => {
    const source = new ListSource();
    source.store('old');
    const { feed } = open(source);
    const rare = join(feed, { filter: { userId: 'nobody' } });
    const all = join(feed);
    await waitUntil(() => expect(rare.membership.position()).toBe('1'));
    feed.take(source.store('seen'));
    expect(all.membership.position()).toBe('2');
    expect(all.sink.ids()).toEqual(['seen']);
    expect([rare.membership.position(), rare.sink.ids()]).toEqual(['2', []]);
    all.sink.isSlow = true;
    feed.take(source.store('waits'));
    expect(all.membership.position()).toBeUndefined();
    const other = open(source);
    const back = join(other.feed, { since: '2' });
    await until(back.sink, ['waits']);
    expect(back.sink.gaps).toEqual([]);
    await waitUntil(() => expect(back.membership.position()).toBe('3'));
  });

  test('does not tell from memory what was stored before an action of an administrator, such as an erasure', async () => {
    const source = new ListSource();
    const { feed } = open(source);
    const first = join(feed);
    for (const id of ['a', 'erased', 'c']) feed.take(source.store(id));
    await until(first.sink, ['a', 'erased', 'c']);
    (source.leaves[1] as { events: unknown }).events = [];
    feed.expect(source.store().leafIndex);
    feed.take(source.store('d'));
    await until(first.sink, ['a', 'erased', 'c', 'd']);
    const { sink } = join(feed, { since: first.sink.positionOf('a') });
    await until(sink, ['c', 'd']);
  });

  test('has no hole and nothing twice, whatever is told, missed and asked for at once', async () => {
    const steps = fc.array(step, { minLength: 1, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 10 }), async (steps, maxItems) => {
        const source = new ListSource();
        source.store('before');
        const ring = { maxItems, maxBytes: 1e6 };
        const feed = createLiveFeed({ source, onProblem: () => {}, ring, graceMs: 0 });
        const { sinks, late } = await play(steps, source, feed);
        for (const tell of late) tell();
        feed.refresh();
        for (const sink of sinks) await until(sink, source.ids().slice(1));
        await feed.close();
      }),
      { numRuns: 60 },
    );
  });
});

const step = fc.record({
  size: fc.integer({ min: 0, max: 4 }),
  told: fc.constantFrom('taken', 'expected', 'late', 'nothing'),
  comesBack: fc.boolean(),
  pause: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Stores and tells as the steps say. @returns who has come back meanwhile, and what is still to be told */
async function play(steps: readonly Step[], source: ListSource, feed: LiveFeed) {
  const since = '0.1700000000000.0';
  const sinks = [join(feed, { since }).sink];
  const late: (() => void)[] = [];
  for (const [n, { size, told, comesBack, pause }] of steps.entries()) {
    const leaf = source.store(...Array.from({ length: size }, (_, i) => `${n}_${i}`));
    const take = () => size > 0 && feed.take(leaf);
    if (told === 'taken') take();
    if (told === 'expected') feed.expect(leaf.leafIndex);
    if (told === 'late') late.push(take);
    if (comesBack) sinks.push(join(feed, { since }).sink);
    if (pause) await new Promise(resolve => setImmediate(resolve));
  }
  return { sinks, late };
}

describe('a subscriber that is slow', () => {
  const bounds = { bufferBytes: 1000, maxWaiting: 5, maxWaitingBytes: 1e6 };

  test('gets the last of what it missed, after a notice of how much is gone; the others miss nothing', async () => {
    const source = new ListSource();
    const { feed } = open(source, { bounds });
    const [slow, fast] = [join(feed), join(feed)];
    feed.take(source.store('first'));
    await until(slow.sink, ['first']);
    slow.sink.isSlow = true;
    const ids = Array.from({ length: 20 }, (_, i) => `event_${i}`);
    for (const id of ids) feed.take(source.store(id));
    await until(fast.sink, ['first', ...ids]);
    slow.sink.isSlow = false;
    await until(slow.sink, ['first', ...ids.slice(15)]);
    expect(slow.sink.gaps).toEqual([{ missed: 15 }]);
    expect([slow.count, fast.count]).toEqual([
      { delivered: 6, dropped: 15 },
      { delivered: 21, dropped: 0 },
    ]);
  });

  test('keeps no more than the bytes that are allowed', async () => {
    const source = new ListSource();
    const { feed } = open(source, { bounds: { ...bounds, maxWaiting: 1000, maxWaitingBytes: 1000 } });
    const { sink } = join(feed);
    const watcher = join(feed);
    sink.isSlow = true;
    for (let i = 0; i < 50; i++) feed.take(source.store(`event_${i}`));
    await waitUntil(() => expect(watcher.sink.ids()).toHaveLength(50));
    sink.isSlow = false;
    await waitUntil(() => expect(sink.gaps).toHaveLength(1));
    expect(sink.messages.reduce((sum, { json }) => sum + json.length, 0)).toBeLessThanOrEqual(1000);
    expect(sink.gaps[0]!.missed + sink.messages.length).toBe(50);
  });

  test('is disconnected when it takes nothing for too long', async () => {
    const source = new ListSource();
    let stuck = 0;
    const { feed } = open(source, { bounds, stuckMs: 100, onStuck: () => stuck++ });
    const [slow, fast] = [join(feed), join(feed)];
    slow.sink.isSlow = true;
    feed.take(source.store('a'));
    await waitUntil(() => expect(slow.sink.closedBy?.code).toBe('LIVE_SUBSCRIBER_STUCK'));
    expect([stuck, slow.sink.ids(), fast.sink.ids(), fast.sink.closedBy]).toEqual([1, [], ['a'], undefined]);
  });

  test('is not waited for while it comes back, and gets all when it reads on', async () => {
    const source = new ListSource();
    const ids = Array.from({ length: 1000 }, (_, i) => `event_${i}`);
    source.store('seen');
    for (let i = 0; i < ids.length; i += 100) source.store(...ids.slice(i, i + 100));
    const { feed } = open(source, { ring: { maxItems: 10, maxBytes: 1e6 } });
    const slow = join(feed, { since: '0.1700000000000.0' });
    await waitUntil(() => expect(slow.sink.ids().length).toBeGreaterThan(0));
    slow.sink.isSlow = true;
    await new Promise(resolve => setTimeout(resolve, 50));
    slow.sink.isSlow = false;
    await until(slow.sink, ids);
    expect(slow.sink.gaps).toEqual([]);
  });
});
