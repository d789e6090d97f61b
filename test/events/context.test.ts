import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { currentContext, exemplarOf, runInContext, runInNewContext } from '../../src/events/index.ts';

describe('a context', () => {
  test('is there for everything that is started in it, and nowhere else', async () => {
    expect(currentContext()).toBeUndefined();
    const seen = await runInContext({ userId: 'ada', sessionId: 's1' }, async () => {
      const before = currentContext();
      await sleep(1);
      const later = await new Promise(resolve => setImmediate(() => resolve(currentContext())));
      return [before, currentContext(), later];
    });
    expect(seen).toEqual(Array(3).fill({ userId: 'ada', sessionId: 's1' }));
    expect(currentContext()).toBeUndefined();
  });

  test('does not mix with that of what runs at the same time', async () => {
    const users = Array.from({ length: 100 }, (_, i) => `user${i}`);
    const seen = await Promise.all(
      users.map(userId =>
        runInContext({ userId }, async () => {
          await sleep(Math.random() * 3);
          return currentContext()?.userId;
        }),
      ),
    );
    expect(seen).toEqual(users);
  });

  test('adds to the one around it for a while; what is undefined there stays', () => {
    const seen = runInContext({ userId: 'outer', requestId: 'outer' }, () => [
      runInContext({ sessionId: 's', requestId: 'r', userId: undefined }, () => currentContext()),
      currentContext(),
    ]);
    expect(seen).toEqual([
      { userId: 'outer', sessionId: 's', requestId: 'r' },
      { userId: 'outer', requestId: 'outer' },
    ]);
  });

  test('keeps the trace with a new span, but nothing of another trace', () => {
    const outer = { userId: 'ada', traceId: 'a', spanId: '1', isSampled: true };
    const seen = runInContext(outer, () => [
      runInContext({ spanId: '2' }, () => currentContext()),
      runInContext({ traceId: 'b' }, () => currentContext()),
    ]);
    expect(seen).toEqual([
      { ...outer, spanId: '2' },
      { userId: 'ada', traceId: 'b' },
    ]);
  });

  test('can be one of its own', () => {
    const seen = runInContext({ userId: 'outer' }, () =>
      runInNewContext({ requestId: 'r' }, () => currentContext()),
    );
    expect(seen).toEqual({ requestId: 'r' });
  });

  test('keeps inside of it that the user asked not to be tracked', () => {
    runInContext({ doNotTrack: true }, () => {
      runInContext({ userId: 'ada', traceId: 'a'.repeat(32) }, () => {
        expect(currentContext()).toMatchObject({ userId: 'ada', doNotTrack: true });
      });
    });
  });

  test('ends with a function that throws, whose error comes through', () => {
    expect(() =>
      runInContext({}, () => {
        throw new Error('mine');
      }),
    ).toThrow('mine');
    expect(currentContext()).toBeUndefined();
  });
});

describe('an exemplar', () => {
  test.each([
    [undefined, undefined],
    [{}, undefined],
    [{ userId: 'ada', spanId: 'b'.repeat(16), isSampled: true }, undefined],
    [{ traceId: 'a'.repeat(32), isSampled: false }, undefined],
    [{ traceId: 'a'.repeat(32) }, undefined],
    [{ traceId: 'a'.repeat(32), isSampled: true }, { trace_id: 'a'.repeat(32) }],
    [
      { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), isSampled: true, userId: 'ada' },
      { trace_id: 'a'.repeat(32), span_id: 'b'.repeat(16) },
    ],
  ])('of the context %j is %j: never who it was', (context, labels) => {
    expect(exemplarOf(context)).toEqual(labels);
  });
});
