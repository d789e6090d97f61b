import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { currentContext, exemplarOf, runInContext } from '../../src/events/index.ts';

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

  test('can be replaced for a while', () => {
    const seen = runInContext({ userId: 'outer' }, () => [
      runInContext({ requestId: 'r' }, () => currentContext()),
      currentContext(),
    ]);
    expect(seen).toEqual([{ requestId: 'r' }, { userId: 'outer' }]);
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
    [{ userId: 'ada', spanId: 'b'.repeat(16) }, undefined],
    [{ traceId: 'a'.repeat(32) }, { trace_id: 'a'.repeat(32) }],
    [
      { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), userId: 'ada' },
      { trace_id: 'a'.repeat(32), span_id: 'b'.repeat(16) },
    ],
  ])('of the context %j is %j: never who it was', (context, labels) => {
    expect(exemplarOf(context)).toEqual(labels);
  });
});
