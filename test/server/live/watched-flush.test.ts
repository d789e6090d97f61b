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
    flush.waitMs(eventsAtOnce);
    flush.stored(eventsAtOnce);
    nowMs += apartMs;
  }
  return flush.waitMs(eventsAtOnce);
}

describe('while somebody watches, an event waits', () => {
  test.each([
    ['hardly at all where hardly anything comes', { apartMs: 60_000 }, 10],
    ['hardly at all where others come only later than it would wait', { apartMs: 160 }, 10],
    ['for one other where they come just in time', { apartMs: 140 }, 150],
    ['for others of a thousand a minute', { apartMs: 60 }, 150],
    ['for three of a hundred a second', { apartMs: 10 }, 30],
    ['hardly at all where many come', { apartMs: 1 }, 10],
    ['for two more where two come at once', { apartMs: 100, eventsAtOnce: 2 }, 100],
    ['hardly at all where enough are there, however late that is', { apartMs: 600, eventsAtOnce: 5 }, 10],
  ])('%s', (_what, load, expectedMs) => {
    expect(waitAtLast(load)).toBe(expectedMs);
  });

  test('hardly at all when it is the first', () => {
    let nowMs = 0;
    const flush = new WatchedFlush(() => nowMs);
    expect(flush.waitMs(1)).toBe(10);
    nowMs = 5;
    expect(flush.waitMs(1)).toBe(10);
  });

  test('hardly at all after a pause, whatever came before', () => {
    let nowMs = 0;
    const flush = new WatchedFlush(() => nowMs);
    flush.stored(3);
    nowMs = 180; // 60 ms for each
    expect(flush.waitMs(1)).toBe(150);
    flush.stored(3);
    nowMs += 5000;
    expect(flush.waitMs(1)).toBe(10);
  });
});
