import { describe, expect, test } from 'vitest';
import { factsOf } from '../../../src/store/insert/facts.ts';
import { buildEvent } from '../../support/records.ts';

describe('what is counted of an event', () => {
  test('is what its type says it took', () => {
    const data = { duration: 1200, tokensUsed: 34, model: 'sonnet' };
    expect(factsOf(buildEvent({ type: 'chat', event: 'message', data }))).toEqual({
      isError: false,
      durationMs: 1200,
      tokens: 34,
      dimension: 'model',
      key: 'sonnet',
    });
  });

  test('is a time of requests in milliseconds', () => {
    expect(factsOf(buildEvent({ type: 'request', data: { processTime: 0.25 } })).durationMs).toBe(250);
  });

  test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'is nothing of the data of a type %s that nobody knows',
    type => {
      const data = { isError: true, durationMs: 1e300, tokens: 1e300, key: ['model', 'x'] };
      expect(factsOf(buildEvent({ type, event: 'custom', data }))).toEqual({
        isError: false,
        durationMs: undefined,
        tokens: 0,
        dimension: '',
        key: '',
      });
    },
  );

  test.each([-1, 1e19, 1e308, '7', null, {}])('is neither a time nor tokens of %j', value => {
    const chat = factsOf(buildEvent({ data: { duration: value, tokensUsed: value } }));
    expect(chat).toMatchObject({ durationMs: undefined, tokens: 0 });
    const request = factsOf(buildEvent({ type: 'request', data: { processTime: value } }));
    expect(request.durationMs).toBe(undefined);
  });
});
