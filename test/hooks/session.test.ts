import { afterEach, describe, expect, it, vi } from 'vitest';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { createSessionTracker, type SessionTrackerOptions } from '../../src/hooks/session.ts';
import { createRegistry } from '../../src/metrics/index.ts';
import { createProblemRecorder, createSessionRecorder } from '../../src/recorders/index.ts';

type Settings = Omit<SessionTrackerOptions, 'recorder' | 'problem'>;

function setUp(settings: Settings = {}) {
  const registry = createRegistry();
  const catalogue = buildCatalogue();
  const problems: unknown[] = [];
  const recorder = createSessionRecorder(registry, catalogue);
  const problem = createProblemRecorder(registry, (_, error) => problems.push(error));
  const tracker = createSessionTracker({
    recorder,
    problem,
    ...settings,
  });
  const { active, total, duration } = catalogue.session;
  return {
    tracker,
    problems,
    read: () => ({
      active: registry.gauge(active).with({}).value,
      total: registry.counter(total).with({}).value,
      ended: registry.histogram(duration).with({}).count,
      seconds: registry.histogram(duration).with({}).sum,
    }),
  };
}

/** A tracker whose clock is `clock.ms`. */
function setUpWithClock(settings: Settings = {}) {
  const clock = { ms: 0 };
  return { clock, ...setUp({ now: () => clock.ms, ...settings }) };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('createSessionTracker', () => {
  it('counts a session from its start to its end', () => {
    const { clock, tracker, read } = setUpWithClock();
    tracker.start('a');
    expect(read()).toEqual({ active: 1, total: 1, ended: 0, seconds: 0 });
    clock.ms = 90_000;
    tracker.end('a');
    expect(read()).toEqual({ active: 0, total: 1, ended: 1, seconds: 90 });
    tracker.close();
  });

  it('takes the start of an open session for activity, and ignores ids that are not open', () => {
    const { tracker, read } = setUpWithClock();
    tracker.start('a');
    tracker.start('a');
    tracker.touch('unknown');
    tracker.end('unknown');
    expect(read()).toEqual({ active: 1, total: 1, ended: 0, seconds: 0 });
    tracker.close();
  });

  it('ends an inactive session with the time up to its last activity', () => {
    const { clock, tracker, read } = setUpWithClock({ timeoutMs: 60_000 });
    tracker.start('a');
    clock.ms = 20_000;
    tracker.touch('a');
    clock.ms = 79_999;
    expect(tracker.activeCount).toBe(1);
    clock.ms = 80_000;
    expect(tracker.activeCount).toBe(0);
    expect(read()).toEqual({ active: 0, total: 1, ended: 1, seconds: 20 });
    tracker.close();
  });

  it('does not bring an expired session back by activity, but starts a new one by start', () => {
    const { clock, tracker, read } = setUpWithClock({ timeoutMs: 1000 });
    tracker.start('a');
    clock.ms = 1000;
    tracker.touch('a');
    expect(read()).toMatchObject({ active: 0, total: 1 });
    tracker.start('a');
    expect(read()).toMatchObject({ active: 1, total: 2 });
    tracker.close();
  });

  it('expires sessions by itself when nobody calls, each at its own time', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const { tracker, read } = setUp({ timeoutMs: 60_000 });
    tracker.start('a');
    vi.advanceTimersByTime(30_000);
    tracker.start('b');
    vi.advanceTimersByTime(10_000);
    tracker.touch('a');
    vi.advanceTimersByTime(50_000);
    expect(read()).toMatchObject({ active: 1, ended: 1, seconds: 0 });
    vi.advanceTimersByTime(10_000);
    expect(read()).toMatchObject({ active: 0, ended: 2, seconds: 40 });
    expect(vi.getTimerCount()).toBe(0);
    tracker.start('c');
    vi.advanceTimersByTime(60_000);
    expect(read()).toMatchObject({ active: 0, ended: 3 });
  });

  it('waits as long as it is told, also longer than a timer can', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const { tracker, read } = setUp({ timeoutMs: 2 ** 32 });
    tracker.start('a');
    vi.advanceTimersByTime(2 ** 32 - 1);
    expect(read().active).toBe(1);
    vi.advanceTimersByTime(1);
    expect(read().active).toBe(0);
  });

  it('ends the session that has been inactive longest when there are too many', () => {
    const { clock, tracker, read } = setUpWithClock({ maxSessions: 2 });
    tracker.start('a');
    clock.ms = 1000;
    tracker.start('b');
    clock.ms = 2000;
    tracker.touch('a');
    tracker.start('c');
    expect(tracker.activeCount).toBe(2);
    tracker.end('b');
    expect(read()).toMatchObject({ active: 2, total: 3, ended: 1 });
    tracker.end('a');
    expect(read()).toMatchObject({ active: 1, ended: 2, seconds: 2 });
    tracker.close();
  });

  it('holds no more sessions than allowed when a hundred thousand start', () => {
    const { tracker, read } = setUpWithClock({ maxSessions: 1000 });
    for (let i = 0; i < 100_000; i++) tracker.start(`session ${i}`);
    expect(tracker.activeCount).toBe(1000);
    expect(read()).toMatchObject({ active: 1000, total: 100_000, ended: 99_000 });
    tracker.close();
  });

  it('tells long ids apart by all of their characters', () => {
    const { tracker } = setUpWithClock();
    const long = 'x'.repeat(10_000);
    tracker.start(`${long}1`);
    tracker.start(`${long}2`);
    tracker.start(`${long}1`);
    expect(tracker.activeCount).toBe(2);
    tracker.close();
  });

  it('ends all sessions when it is closed, and starts none afterwards', () => {
    const { clock, tracker, read } = setUpWithClock();
    tracker.start('a');
    clock.ms = 5000;
    tracker.touch('a');
    clock.ms = 9000;
    tracker.close();
    tracker.start('b');
    expect(read()).toEqual({ active: 0, total: 1, ended: 1, seconds: 5 });
  });

  it('reports what is no id as a problem instead of throwing', () => {
    const { tracker, problems } = setUpWithClock();
    tracker.start(undefined as unknown as string);
    expect(problems).toHaveLength(1);
    expect(tracker.activeCount).toBe(0);
    tracker.close();
  });

  it.each([Number.NaN, 0, -1, '30' as never])('refuses the timeout %j', timeoutMs => {
    expect(() => setUp({ timeoutMs })).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        message: expect.stringContaining('sessions.timeoutMs'),
      }),
    );
  });

  it('takes a number for an id, the same as its text', () => {
    const { tracker, read } = setUp();
    tracker.start(7);
    tracker.start('7');
    tracker.touch(7);
    expect(read()).toMatchObject({ active: 1, total: 1 });
    tracker.end(7);
    expect(read()).toMatchObject({ active: 0, ended: 1 });
    tracker.close();
  });

  it('reports what is no id, and goes on', () => {
    const { tracker, read, problems } = setUp();
    for (const id of [undefined, null, {}]) tracker.start(id as never);
    expect(read()).toMatchObject({ active: 0, total: 0 });
    expect(problems[0]).toMatchObject({ code: 'HOOK_TARGET_INVALID' });
    tracker.close();
  });
});
