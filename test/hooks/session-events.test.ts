import { describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { runInContext } from '../../src/events/index.ts';
import { createSessionTracker } from '../../src/hooks/session.ts';
import { createRegistry } from '../../src/metrics/index.ts';
import { createProblemRecorder, createSessionRecorder } from '../../src/recorders/index.ts';
import { recordEvents } from '../support/recorded-events.ts';

const START = Date.UTC(2026, 0, 1, 12);
const TIMEOUT_MS = 60_000;

function setUp(maxSessions = 10) {
  const time = { ms: 0 };
  const { events, recorded } = recordEvents();
  const registry = createRegistry();
  const clock = () => START + time.ms;
  const recorder = createSessionRecorder(registry, buildCatalogue(), { events, clock });
  const problem = createProblemRecorder(registry, () => {});
  const now = () => time.ms;
  const tracker = createSessionTracker({ recorder, problem, timeoutMs: TIMEOUT_MS, maxSessions, now });
  return { tracker, recorded, time };
}

describe('a session', () => {
  it('becomes an event when it is created, with its settings and when it will expire', () => {
    const { tracker, recorded } = setUp();
    const config = { model: 'gpt-test', debugMode: true };
    tracker.start('s1', { userId: 7, config, workspaceSize: 2048 });
    expect(recorded).toEqual([
      {
        type: 'session',
        event: 'created',
        sessionId: 's1',
        userId: '7',
        data: { config, workspaceSize: 2048, expiresAt: '2026-01-01T12:01:00.000Z' },
      },
    ]);
  });

  it('is told again when it ends, of the same user, with how long it lasted', () => {
    const { tracker, recorded, time } = setUp();
    tracker.start('s1', { userId: 'u1' });
    time.ms = 1500;
    tracker.end('s1');
    expect(recorded[1]).toEqual({
      type: 'session',
      event: 'ended',
      sessionId: 's1',
      userId: 'u1',
      data: { duration: 1500 },
    });
  });

  it('expires without activity, and lasted until its last', () => {
    const { tracker, recorded, time } = setUp();
    tracker.start('s1');
    time.ms = 10_000;
    tracker.touch('s1');
    time.ms += TIMEOUT_MS;
    expect(tracker.activeCount).toBe(0);
    expect(recorded[1]).toMatchObject({ event: 'expired', sessionId: 's1', data: { duration: 10_000 } });
  });

  it('expires where another one takes its place, and ends where the application does', () => {
    const { tracker, recorded } = setUp(1);
    tracker.start('s1');
    tracker.start('s2');
    tracker.close();
    expect(recorded.map(({ event, sessionId }) => [event, sessionId])).toEqual([
      ['created', 's1'],
      ['expired', 's1'],
      ['created', 's2'],
      ['ended', 's2'],
    ]);
  });

  it('belongs to the user of the context that it began in, whoever ends it', () => {
    const { tracker, recorded } = setUp();
    runInContext({ userId: 'u1', requestId: 'r1' }, () => tracker.start('s1'));
    runInContext({ userId: 'admin', requestId: 'r2' }, () => tracker.end('s1'));
    expect(recorded).toMatchObject([
      { userId: 'u1', requestId: 'r1' },
      { userId: 'u1', event: 'ended' },
    ]);
  });

  it('of somebody who asks not to be tracked is never told', () => {
    const { tracker, recorded } = setUp();
    runInContext({ userId: 'u1', doNotTrack: true }, () => tracker.start('s1'));
    tracker.end('s1');
    expect(recorded).toEqual([]);
  });
});
