import { describe, expect, test } from 'vitest';
import { WatchedFlush } from '../../../src/server/live/watched-flush.ts';

interface Load {
  readonly apartMs: number;
  readonly eventsAtOnce?: number;
}

/** What is waited in the end, where events come so far apart and are stored before the next ones. */
function waitAtLast({ apartMs, eventsAtOnce = 1 }: Load): number {
  let nowMs = 1000;
  const flush = new WatchedFlush(() => nowMs);
  for (let i = 0; i < 20; i++) {
    flush.waitMs();
    flush.stored(eventsAtOnce);
    nowMs += apartMs;
  }
  return flush.waitMs();
}

describe('while somebody watches, an event waits', () => {
  test.each([
    ['hardly at all where hardly anything comes', { apartMs: 60_000 }, 10],
    ['hardly at all where others come only later', { apartMs: 250 }, 10],
    ['for others of a thousand a minute', { apartMs: 60 }, 150],
    ['for three of a hundred a second', { apartMs: 10 }, 30],
    ['hardly at all where many come', { apartMs: 1 }, 10],
    ['hardly at all where many come at once', { apartMs: 20, eventsAtOnce: 50 }, 10],
  ])('%s', (_what, load, expectedMs) => {
    expect(waitAtLast(load)).toBe(expectedMs);
  });

  test('hardly at all when it is the first', () => {
    let nowMs = 0;
    const flush = new WatchedFlush(() => nowMs);
    expect(flush.waitMs()).toBe(10);
    nowMs = 5;
    expect(flush.waitMs()).toBe(10);
  });

  test('hardly at all after a pause, whatever came before', () => {
    let nowMs = 0;
    const flush = new WatchedFlush(() => nowMs);
    flush.stored(3);
    nowMs = 180;
    expect(flush.waitMs()).toBe(150);
    flush.stored(3);
    nowMs += 5000;
    expect(flush.waitMs()).toBe(10);
  });
});
